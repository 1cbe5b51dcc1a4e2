import { type Preset, type VariantFormat, presetWidthPx } from "#lib/recipes/model.ts";
import type { Manifest, Placeholder, RenderedVariant } from "#lib/rendering/model.ts";
import type { Served } from "../model.ts";

/** One rung of the ladder: what may be sent, and what it is called in `X-Image-Served`. */
export type Rung =
  | { readonly kind: "variant"; readonly served: Extract<Served, "variant" | "nearest">; readonly variant: RenderedVariant }
  | { readonly kind: "placeholder"; readonly served: "placeholder"; readonly placeholder: Placeholder }
  | { readonly kind: "color"; readonly served: "placeholder"; readonly color: string; readonly width: number; readonly height: number };

/** Where nothing is known of a picture, a page still needs a box. */
const DEFAULT_RATIO = 3 / 4;
const NEUTRAL = "#d9d9d6";

function rungsOfVariants(manifest: Manifest, preset: Preset, formats: readonly VariantFormat[]): readonly Rung[] {
  const wanted = presetWidthPx[preset];
  const rank = (variant: RenderedVariant): number => {
    const format = formats.indexOf(variant.format);
    // The same preset in any format first; then the next larger (looks right, costs bytes); then the largest smaller one.
    const distance = variant.preset === preset ? 0 : variant.width >= wanted ? 1 + (variant.width - wanted) : 100_000 + (wanted - variant.width);
    return distance * 10 + format;
  };
  return manifest.variants
    .filter((variant) => formats.includes(variant.format))
    .sort((left, right) => rank(left) - rank(right))
    .map((variant) => ({ kind: "variant", served: variant.preset === preset ? "variant" : "nearest", variant }));
}

/** Width and height a picture has at a preset; pictures are never enlarged. */
export function sizeAtPreset(manifest: Pick<Manifest, "width" | "height"> | null, preset: Preset): { readonly width: number; readonly height: number } {
  const width = Math.min(presetWidthPx[preset], manifest?.width ?? presetWidthPx[preset]);
  const ratio = manifest?.width === null || manifest?.height === null || manifest === null ? DEFAULT_RATIO : manifest.height / manifest.width;
  return { width, height: Math.max(1, Math.min(16_383, Math.round(width * ratio))) };
}

/** The flat box that stands for a picture when nothing else can be sent. */
export function colorRung(manifest: Manifest | null, preset: Preset): Rung {
  return { kind: "color", served: "placeholder", color: manifest?.color ?? NEUTRAL, ...sizeAtPreset(manifest, preset) };
}

/**
 * Level 0 of the ladder for one request: variant → nearest variant → placeholder → flat colour.
 * Only a `ready` asset has anything but the flat box; a quarantined one never shows anything made from it.
 */
export function planAnswer(manifest: Manifest, preset: Preset, formats: readonly VariantFormat[]): readonly Rung[] {
  if (manifest.state !== "ready") return [colorRung({ ...manifest, color: null }, preset)];
  const placeholder = manifest.placeholders.find((candidate) => candidate.width >= sizeAtPreset(manifest, preset).width) ?? manifest.placeholders.at(-1);
  return [
    ...rungsOfVariants(manifest, preset, formats),
    ...(placeholder === undefined ? [] : [{ kind: "placeholder", served: "placeholder", placeholder } as const]),
    colorRung(manifest, preset),
  ];
}
