import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { flatWebp } from "#lib/delivery/rules/flat-webp.ts";

type Decoded = { readonly width: number; readonly height: number; readonly colors: readonly string[] };

/** Decodes with the real decoder: every distinct pixel as `r,g,b,a`. */
async function decode(file: Buffer): Promise<Decoded> {
  const { data, info } = await sharp(file, { failOn: "warning" }).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const colors = new Set<string>();
  for (let index = 0; index < data.length; index += 4) colors.add(data.subarray(index, index + 4).join(","));
  return { width: info.width, height: info.height, colors: [...colors] };
}

describe("a flat picture without an image library", () => {
  test.each<[string, number, number, string, number | undefined, string]>([
    ["one pixel", 1, 1, "#000000", undefined, "0,0,0,255"],
    ["channels in their places", 7, 5, "#10a0f0", undefined, "16,160,240,255"],
    ["white", 400, 300, "#ffffff", undefined, "255,255,255,255"],
    ["half see-through", 30, 20, "#336699", 128, "51,102,153,128"],
    ["wide", 2560, 1, "#d9d9d6", 255, "217,217,214,255"],
    ["tall", 1, 16_383, "#0000ff", undefined, "0,0,255,255"],
  ])("%s", async (_what, width, height, color, alpha, pixel) => {
    expect(await decode(flatWebp(width, height, color, alpha))).toEqual({ width, height, colors: [pixel] });
  });

  test("entirely see-through", async () => {
    const { width, height, colors } = await decode(flatWebp(160, 120, "#ffffff", 0));
    expect([width, height]).toEqual([160, 120]);
    expect(colors.map((color) => color.split(",").at(-1))).toEqual(["0"]);
  });

  test("any size and colour decodes back to itself", async () => {
    const side = fc.integer({ min: 1, max: 300 });
    const channel = fc.integer({ min: 0, max: 255 });
    await fc.assert(
      fc.asyncProperty(side, side, fc.tuple(channel, channel, channel), fc.integer({ min: 1, max: 255 }), async (width, height, rgb, alpha) => {
        const file = flatWebp(width, height, `#${Buffer.from(rgb).toString("hex")}`, alpha);
        expect(file.length).toBeLessThan(200);
        expect(await decode(file)).toEqual({ width, height, colors: [[...rgb, alpha].join(",")] });
      }),
      { numRuns: 60 },
    );
  });

  test("any size a browser can show costs under 200 bytes and says its size", async () => {
    const side = fc.integer({ min: 1, max: 16_383 });
    await fc.assert(
      fc.asyncProperty(side, side, async (width, height) => {
        const file = flatWebp(width, height, "#d9d9d6");
        expect(file.length).toBeLessThan(200);
        expect(file.readUInt32LE(4)).toBe(file.length - 8);
        expect(await sharp(file, { limitInputPixels: false }).metadata()).toMatchObject({ format: "webp", width, height, hasAlpha: false });
      }),
      { numRuns: 60 },
    );
  });
});
