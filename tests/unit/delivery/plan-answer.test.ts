import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DegradationLevel } from "#lib/degradation/model.ts";
import { flatWebp } from "#lib/delivery/rules/flat-webp.ts";
import { type Rung, colorRung, emptyRung, planAnswer, sizeAtPreset } from "#lib/delivery/rules/plan-answer.ts";
import { type Preset, type VariantFormat, presets, variantFormats } from "#lib/recipes/model.ts";
import type { Manifest } from "#lib/rendering/model.ts";
import { sampleManifest, sampleVariants } from "./sample-manifest.ts";

const ALL = ["avif", "webp", "jpeg", "png"] as const;
const NEUTRAL = "#d9d9d6";

const say = (rung: Rung): string => {
  switch (rung.kind) {
    case "variant":
      return `${rung.served} ${rung.variant.preset}.${rung.variant.format}`;
    case "placeholder":
      return `placeholder ${rung.placeholder.width}`;
    case "flat":
      return rung.served === "none" ? "empty" : `color ${rung.color}`;
    default:
      return rung satisfies never;
  }
};

const plan = (manifest: Manifest, preset: Preset, formats: readonly VariantFormat[] = ALL, level: DegradationLevel = 0): readonly string[] => planAnswer(manifest, preset, formats, level).map(say);
const withVariants = (...kept: readonly string[]): Manifest =>
  sampleManifest({ variants: sampleVariants(3000, 2000).filter((variant) => !variant.reduced && kept.includes(`${variant.preset}.${variant.format}`)) });

describe("the ladder at full service", () => {
  test("the preset asked for in the best format, its other formats, larger ones, smaller ones, placeholder, colour", () => {
    expect(plan(sampleManifest(), "detail")).toEqual([
      ...["avif", "webp", "jpeg"].map((format) => `variant detail.${format}`),
      ...["hero", "zoom", "card", "thumb"].flatMap((preset) => ["avif", "webp", "jpeg"].map((format) => `nearest ${preset}.${format}`)),
      "placeholder 800",
      "color #336699",
    ]);
  });

  test.each<[string, Manifest, Preset, readonly VariantFormat[], string]>([
    ["all there", sampleManifest(), "card", ALL, "variant card.avif"],
    ["a client without AVIF", sampleManifest(), "card", ["webp", "jpeg", "png"], "variant card.webp"],
    ["a client that reads JPEG only", sampleManifest(), "card", ["jpeg", "png"], "variant card.jpeg"],
    ["AVIF still owed", withVariants("card.webp", "hero.avif"), "card", ALL, "variant card.webp"],
    ["the preset is missing: the next larger", withVariants("thumb.avif", "detail.avif", "hero.avif"), "card", ALL, "nearest detail.avif"],
    ["only smaller ones: the largest of them", withVariants("thumb.avif", "card.jpeg"), "hero", ALL, "nearest card.jpeg"],
    ["only a format the client cannot read", withVariants("card.avif"), "card", ["jpeg", "png"], "placeholder 400"],
    ["no variant at all", withVariants(), "card", ALL, "placeholder 400"],
    ["a placeholder no narrower than the box", withVariants(), "detail", ALL, "placeholder 800"],
    ["the widest placeholder where none is wide enough", withVariants(), "zoom", ALL, "placeholder 800"],
    ["nothing but the colour", sampleManifest({ variants: [], placeholders: [] }), "card", ALL, "color #336699"],
    ["not even the colour", sampleManifest({ variants: [], placeholders: [], color: null }), "card", ALL, `color ${NEUTRAL}`],
  ])("%s", (_what, manifest, preset, formats, first) => {
    expect(plan(manifest, preset, formats)[0]).toBe(first);
  });

  test("a picture with transparency comes as PNG where AVIF and WebP cannot be read", () => {
    expect(plan(sampleManifest({ variants: [...sampleVariants(3000, 2000, true)] }), "hero", ["jpeg", "png"])[0]).toBe("variant hero.png");
  });

  test("a small source is the real thing at every preset, never a stand-in", () => {
    const manifest = sampleManifest({ width: 300, height: 200, variants: [...sampleVariants(300, 200)] });
    for (const preset of presets) expect(planAnswer(manifest, preset, ALL, 0)[0]).toMatchObject({ served: "variant", variant: { preset, width: preset === "thumb" ? 160 : 300 } });
    expect(planAnswer(manifest, "zoom", ALL, 0).at(-1)).toMatchObject({ kind: "flat", width: 300, height: 200 });
  });
});

describe("the ladder when degraded", () => {
  const full = ["avif", "webp", "jpeg"].map((format) => `variant detail.${format}`);

  test("1: what was made smaller in advance comes first, only of the preset asked for, then the ladder as ever", () => {
    const atZero = plan(sampleManifest(), "detail");
    expect(plan(sampleManifest(), "detail", ALL, 1)).toEqual(["reduced detail.webp", "reduced detail.jpeg", ...atZero]);
    expect(planAnswer(sampleManifest(), "detail", ALL, 1)[0]).toMatchObject({ variant: { width: 400, height: 267 } });
    expect(plan(sampleManifest(), "detail", ["jpeg", "png"], 1)[0]).toBe("reduced detail.jpeg");
    expect(plan(withVariants("detail.webp"), "detail", ALL, 1)[0]).toBe("variant detail.webp");
  });

  test("2: the same pictures; where they are taken from is the caller's affair", () => {
    expect(plan(sampleManifest(), "detail", ALL, 2)).toEqual(plan(sampleManifest(), "detail", ALL, 0));
    expect(plan(sampleManifest(), "detail", ALL, 2).slice(0, 3)).toEqual(full);
  });

  test("3: the placeholder, then the colour", () => {
    expect(plan(sampleManifest(), "card", ALL, 3)).toEqual(["placeholder 400", "color #336699"]);
  });

  test("4: nothing to see, in the right shape", () => {
    expect(planAnswer(sampleManifest(), "card", ALL, 4)).toEqual([{ kind: "flat", served: "none", color: "#000000", alpha: 0, width: 400, height: 267 }]);
  });
});

describe("a picture that is not ready", () => {
  test.each((["pending", "failed", "quarantined"] as const).flatMap((state) => ([0, 1, 2, 3] as const).map((level) => [state, level] as const)))(
    "%s, level %i: nothing that was made from it, only a neutral box of its shape",
    (state, level) => {
      expect(planAnswer(sampleManifest({ state }), "card", ALL, level)).toEqual([{ kind: "flat", served: "placeholder", color: NEUTRAL, alpha: 255, width: 400, height: 267 }]);
    },
  );

  test.each(["pending", "failed", "quarantined"] as const)("%s, level 4: an empty box", (state) => {
    expect(plan(sampleManifest({ state }), "card", ALL, 4)).toEqual(["empty"]);
  });
});

describe("the box that stands for a picture", () => {
  test.each<[string, Pick<Manifest, "width" | "height"> | null, Preset, number, number]>([
    ["unknown", null, "card", 400, 300],
    ["size not known yet", { width: null, height: null }, "detail", 800, 600],
    ["landscape", { width: 3000, height: 2000 }, "hero", 1600, 1067],
    ["portrait", { width: 2000, height: 3000 }, "thumb", 160, 240],
    ["smaller than the preset", { width: 90, height: 45 }, "zoom", 90, 45],
    ["a hair", { width: 20_000, height: 1 }, "thumb", 160, 1],
    ["a tower", { width: 1, height: 60_000 }, "zoom", 1, 16_383],
  ])("%s", (_what, manifest, preset, width, height) => {
    expect(sizeAtPreset(manifest, preset)).toEqual({ width, height });
  });

  test("of an unknown picture is neutral", () => {
    expect(colorRung(null, "thumb")).toEqual({ kind: "flat", served: "placeholder", color: NEUTRAL, alpha: 255, width: 160, height: 120 });
    expect(emptyRung(null, "thumb")).toMatchObject({ served: "none", alpha: 0, width: 160, height: 120 });
  });
});

describe("for every manifest and request", () => {
  const manifest = fc
    .record({
      state: fc.constantFrom("pending", "ready", "failed", "quarantined"),
      width: fc.integer({ min: 1, max: 30_000 }),
      height: fc.integer({ min: 1, max: 30_000 }),
      keep: fc.infiniteStream(fc.boolean()),
      placeholders: fc.subarray([...sampleManifest().placeholders]),
      color: fc.constantFrom(null, "#102030"),
    })
    .map(({ keep, ...known }) => sampleManifest({ ...known, variants: sampleVariants(known.width, known.height).filter(() => keep.next().value === true) }));
  const preset = fc.constantFrom(...presets);
  const formats = fc.shuffledSubarray([...variantFormats]);
  const level = fc.constantFrom<DegradationLevel>(0, 1, 2, 3, 4);
  const ORDER = ["reduced", "variant", "nearest", "placeholder", "none"];

  test("the ladder ends in exactly one flat box that can be drawn, goes down only, and holds nothing the client cannot read", () => {
    fc.assert(
      fc.property(manifest, preset, formats, level, (known, asked, readable, at) => {
        const rungs = planAnswer(known, asked, readable, at);
        expect(rungs.map((rung) => rung.kind).indexOf("flat")).toBe(rungs.length - 1);
        const ranks = rungs.map((rung) => ORDER.indexOf(rung.served));
        expect(ranks).toEqual(ranks.toSorted((left, right) => left - right));
        for (const rung of rungs) if (rung.kind === "variant") expect(readable).toContain(rung.variant.format);
        const last = rungs.flatMap((rung) => (rung.kind === "flat" ? [flatWebp(rung.width, rung.height, rung.color, rung.alpha).length] : []));
        expect(last).toHaveLength(1);
        expect(last[0]).toBeLessThan(200);
      }),
    );
  });

  test("every full variant the client can read is offered once, under its right name, and the manifest is left as it was", () => {
    fc.assert(
      fc.property(manifest, preset, formats, fc.constantFrom<DegradationLevel>(0, 1, 2), (known, asked, readable, at) => {
        const before = structuredClone(known);
        const offered = planAnswer(known, asked, readable, at).flatMap((rung) => (rung.kind === "variant" ? [rung] : []));
        const full = offered.filter((rung) => !rung.variant.reduced);
        const expected = known.state === "ready" ? known.variants.filter((variant) => !variant.reduced && readable.includes(variant.format)) : [];
        expect(new Set(full.map((rung) => rung.variant))).toEqual(new Set(expected));
        expect(full).toHaveLength(expected.length);
        for (const { served, variant } of offered) expect(served).toBe(variant.reduced ? "reduced" : variant.preset === asked ? "variant" : "nearest");
        for (const { variant } of offered) expect(!variant.reduced || (at === 1 && variant.preset === asked)).toBe(true);
        expect(known).toEqual(before);
      }),
    );
  });
});
