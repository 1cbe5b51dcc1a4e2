import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultRecipe, presets, presetWidthPx } from "#lib/recipes/model.ts";
import { planVariants } from "#lib/recipes/rules/plan-variants.ts";

const plan = (widthPx: number, heightPx: number, hasAlpha = false) => planVariants({ widthPx, heightPx, hasAlpha }, defaultRecipe);
const sizes = (widthPx: number, heightPx: number) => [...new Set(plan(widthPx, heightPx).variants.filter((variant) => !variant.reduced).map((variant) => `${variant.widthPx}×${variant.heightPx} ${variant.presets.join("+")}`))];

describe("what is made of a source", () => {
  test.each<[string, number, number, readonly string[]]>([
    ["a phone picture", 4000, 3000, ["160×120 thumb", "400×300 card", "800×600 detail", "1600×1200 hero", "2560×1920 zoom"]],
    ["one between presets", 1000, 500, ["160×80 thumb", "400×200 card", "800×400 detail", "1000×500 hero+zoom"]],
    ["one exactly as wide as a preset", 400, 400, ["160×160 thumb", "400×400 card+detail+hero+zoom"]],
    ["an icon", 32, 32, ["32×32 thumb+card+detail+hero+zoom"]],
    ["one pixel", 1, 1, ["1×1 thumb+card+detail+hero+zoom"]],
    ["a hair across", 10_000, 1, ["160×1 thumb", "400×1 card", "800×1 detail", "1600×1 hero", "2560×1 zoom"]],
  ])("%s", (_what, width, height, expected) => {
    expect(sizes(width, height)).toEqual(expected);
  });

  test.each<[boolean, readonly string[]]>([
    [false, ["avif", "webp", "jpeg"]],
    [true, ["avif", "webp", "png"]],
  ])("transparency %s: %j", (hasAlpha, formats) => {
    expect([...new Set(plan(4000, 3000, hasAlpha).variants.map((variant) => variant.format))]).toEqual(formats);
    const reduced = plan(4000, 3000, hasAlpha).variants.filter((variant) => variant.reduced);
    expect([...new Set(reduced.map((variant) => variant.format))]).toEqual(formats.filter((format) => format !== "avif"));
  });

  test("the recipe travels with the plan", () => {
    const recipe = { ...defaultRecipe, version: "r2" };
    expect(planVariants({ widthPx: 10, heightPx: 10, hasAlpha: false }, recipe).recipe).toBe(recipe);
  });
});

describe("for every source", () => {
  const side = fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 16_383 }));
  const check = (promise: (source: { widthPx: number; heightPx: number; hasAlpha: boolean }, made: ReturnType<typeof planVariants>) => void) =>
    fc.assert(fc.property(side, side, fc.boolean(), (widthPx, heightPx, hasAlpha) => promise({ widthPx, heightPx, hasAlpha }, plan(widthPx, heightPx, hasAlpha))));

  test("nothing is enlarged, nothing is wider than its preset, and the master is as large as the largest", () => {
    check((source, made) => {
      for (const variant of made.variants) {
        expect(variant.widthPx).toBeLessThanOrEqual(source.widthPx);
        expect(variant.heightPx).toBeLessThanOrEqual(source.heightPx);
        for (const preset of variant.presets) {
          const full = Math.min(presetWidthPx[preset], source.widthPx);
          expect(variant.widthPx).toBe(variant.reduced ? Math.max(1, Math.round(full / 2)) : full);
        }
      }
      expect(made.masterWidthPx).toBe(Math.max(...made.variants.map((variant) => variant.widthPx)));
      expect(made.masterHeightPx).toBe(Math.max(...made.variants.map((variant) => variant.heightPx)));
    });
  });

  test.each([
    [false, 3],
    [true, 2],
  ])("reduced %s: every preset is covered in each of %i formats exactly once, each distinct size is made once", (reduced, formats) => {
    check((_source, made) => {
      const variants = made.variants.filter((variant) => variant.reduced === reduced);
      const covered = variants.flatMap((variant) => variant.presets.map((preset) => `${preset}.${variant.format}`));
      expect(covered).toHaveLength(presets.length * formats);
      expect(new Set(covered).size).toBe(covered.length);
      expect(new Set(variants.map((variant) => `${variant.widthPx}.${variant.format}`)).size).toBe(variants.length);
    });
  });

  test("the shape is kept to within half a pixel, and no side vanishes", () => {
    check((source, made) => {
      for (const variant of made.variants) {
        const exact = (source.heightPx * variant.widthPx) / source.widthPx;
        expect(variant.heightPx).toBeGreaterThanOrEqual(1);
        expect(Number.isInteger(variant.heightPx)).toBe(true);
        expect(Math.abs(variant.heightPx - Math.max(1, exact))).toBeLessThanOrEqual(0.5);
      }
    });
  });

  test("a tower is made as tall as every format allows and no taller, in its shape", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 16_384, max: 65_535 }), (widthPx, heightPx) => {
        for (const variant of plan(widthPx, heightPx, false).variants) {
          expect(variant.heightPx).toBeLessThanOrEqual(16_383);
          expect(variant.widthPx).toBeGreaterThanOrEqual(1);
          if (variant.widthPx > 1) expect(Math.abs(variant.heightPx - (heightPx * variant.widthPx) / widthPx)).toBeLessThanOrEqual(0.5);
        }
      }),
    );
  });
});
