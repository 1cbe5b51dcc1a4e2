import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseImageRequest } from "#lib/delivery/model.ts";
import { formatByExtension, presets } from "#lib/recipes/model.ts";
import { ASSET_ID } from "./sample-manifest.ts";

const parse = (path: string, query = "") => parseImageRequest(path, new URLSearchParams(query));

describe("image addresses", () => {
  test.each(presets)("%s, without an extension: the format is negotiated", (preset) => {
    expect(parse(`/i/${ASSET_ID}/${preset}`)).toEqual({ assetId: ASSET_ID, preset, format: null, version: null, surface: null });
  });

  test.each(Object.entries(formatByExtension))(".%s asks for %s", (extension, format) => {
    expect(parse(`/i/${ASSET_ID}/card.${extension}`, "v=12&s=checkout")).toEqual({ assetId: ASSET_ID, preset: "card", format, version: 12, surface: "checkout" });
  });

  test.each<[string, number | null]>([
    ["v=1", 1],
    ["v=7&v=8", 7],
    ["", null],
    ["v=", null],
    ["v=0", null],
    ["v=-1", null],
    ["v=1.5", null],
    ["v=latest", null],
    ["v=NaN", null],
    ["v=Infinity", null],
    ["V=3", null],
  ])("version in %j: %s", (query, version) => {
    expect(parse(`/i/${ASSET_ID}/hero`, query)?.version).toBe(version);
  });

  test.each([
    ["another prefix", `/images/${ASSET_ID}/card`],
    ["no preset", `/i/${ASSET_ID}`],
    ["an empty preset", `/i/${ASSET_ID}/`],
    ["a preset of one's own", `/i/${ASSET_ID}/w2561`],
    ["an unknown preset", `/i/${ASSET_ID}/huge`],
    ["a preset in capitals", `/i/${ASSET_ID}/Card`],
    ["a name every object has", `/i/${ASSET_ID}/constructor`],
    ["an unknown extension", `/i/${ASSET_ID}/card.svg`],
    ["an empty extension", `/i/${ASSET_ID}/card.`],
    ["two extensions", `/i/${ASSET_ID}/card.jpg.php`],
    ["more path", `/i/${ASSET_ID}/card/x`],
    ["a slash at the end", `/i/${ASSET_ID}/card/`],
    ["a line break at the end", `/i/${ASSET_ID}/card\n`],
    ["a zero byte", `/i/${ASSET_ID}/card\0.jpg`],
    ["an id that is too short", "/i/ast_123/card"],
    ["an id in capitals", `/i/${ASSET_ID.toUpperCase()}/card`],
    ["an id of another kind", `/i/key_${"0".repeat(26)}/card`],
    ["climbing", "/i/../../etc/passwd"],
    ["climbing, encoded", "/i/%2e%2e%2f%2e%2e/card"],
    ["a full URL", `http://x/i/${ASSET_ID}/card`],
    ["10 KB", `/i/${"a".repeat(10_000)}/card`],
    ["nothing", ""],
  ])("%s is no image address", (_what, path) => {
    expect(parse(path)).toBeNull();
  });

  test("whatever is asked, the id that comes out is safe as a storage key", () => {
    const piece = fc.constantFrom("/i/", ASSET_ID, "/", "card", ".", "..", "jpg", "%2f", "\\", "\0", "ast_");
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: piece })), (path) => {
        const found = parse(path);
        expect(found === null || /^ast_[0-9a-z]{26}$/.test(found.assetId)).toBe(true);
      }),
    );
  });
});
