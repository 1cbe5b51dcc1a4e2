import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { negotiateFormats } from "#lib/delivery/rules/negotiate-format.ts";
import { variantFormats } from "#lib/recipes/model.ts";

const ALL = ["avif", "webp", "jpeg", "png"];
const WEBP = ["webp", "jpeg", "png"];
const SAFE = ["jpeg", "png"];

describe("the formats a client takes, smallest first", () => {
  test.each<[string, string | undefined, readonly string[]]>([
    ["Chrome", "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", ALL],
    ["Firefox", "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5", ALL],
    ["Safari", "image/webp,image/avif,image/jxl,image/heic,image/heic-sequence,video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5", ALL],
    ["Firefox before AVIF", "image/webp,*/*", WEBP],
    ["Safari before WebP", "image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5", SAFE],
    ["curl", "*/*", SAFE],
    ["no header", undefined, SAFE],
    ["an empty header", "", SAFE],
    ["any image", "image/*", SAFE],
    ["AVIF alone", "image/avif", ["avif", "jpeg", "png"]],
    ["AVIF refused", "image/avif;q=0,image/webp", WEBP],
    ["AVIF refused with three digits", "image/avif; q=0.000, image/webp; q=0.001", WEBP],
    ["both refused", "image/avif;q=0,image/webp;q=0.0,*/*", SAFE],
    ["refused among other parameters", "image/avif;level=1;q=0", SAFE],
    ["other parameters", "image/avif;level=1;q=0.5", ["avif", "jpeg", "png"]],
    ["capitals and spaces", "  IMAGE/AVIF ; Q=0.9 ,\tImage/WebP ", ALL],
    ["every readable format refused", "image/jpeg;q=0,image/png;q=0", SAFE],
    ["names that only look alike", "image/avifx,ximage/webp,avif,webp,image/webp/", SAFE],
    ["rubbish", ";;;,,,q=1;=;image/", SAFE],
  ])("%s", (_client, accept, expected) => {
    expect(negotiateFormats(accept)).toEqual(expected);
  });

  test("a header of 10 KB is read no further than its beginning", () => {
    const padding = "x/y,".repeat(2_500);
    expect(negotiateFormats(`image/webp,${padding}`)).toEqual(WEBP);
    expect(negotiateFormats(`${padding}image/webp`)).toEqual(SAFE);
  });

  const part = fc.constantFrom("image/avif", "image/webp", "image/*", "*/*", ";q=0", ";q=1", ";q=0.5", ";q=x", ",", " ", ";", "\0");
  test("any header: an answer in our order that always ends in what every client reads", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: part })), (accept) => {
        const formats = negotiateFormats(accept);
        expect(formats.slice(-2)).toEqual(SAFE);
        expect(formats).toEqual(variantFormats.filter((format) => formats.includes(format)));
      }),
    );
  });
});
