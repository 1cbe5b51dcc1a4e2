import type { DegradationLevel } from "#lib/degradation/model.ts";
import { type Preset, type VariantFormat, presetWidthPx } from "#lib/recipes/model.ts";
import type { Manifest, Placeholder, RenderedVariant } from "#lib/rendering/model.ts";
import type { Served } from "../model.ts";

/** One rung of the ladder: what may be sent, and what it is called in `X-Image-Served`. */
export type Rung =
  | { readonly kind: "variant"; readonly served: Extract<Served, "variant" | "reduced" | "nearest">; readonly variant: RenderedVariant }
  | { readonly kind: "placeholder"; readonly served: "placeholder"; readonly placeholder: Placeholder }
  | { readonly kind: "flat"; readonly served: Extract<Served, "placeholder" | "none">; readonly color: string; readonly alpha: number; readonly width: number; readonly height: number };

/** Where nothing is known of a picture, a page still needs a box. */
const DEFAULT_RATIO = 3 / 4;
const NEUTRAL = "#d9d9d6";

/** The same preset in any format first; then the next larger (looks right, costs bytes); then the largest smaller one. */
function distanceTo(variant: RenderedVariant, preset: Preset, formats: readonly VariantFormat[]): number {
  const wanted = presetWidthPx[preset];
  const steps = variant.preset === preset ? 0 : variant.width >= wanted ? 1 + (variant.width - wanted) : 100_000 + (wanted - variant.width);
  return steps * 10 + formats.indexOf(variant.format);
}

function fullVariants(manifest: Manifest, preset: Preset, formats: readonly VariantFormat[]): readonly Rung[] {
  return manifest.variants
    .filter((variant) => !variant.reduced && formats.includes(variant.format))
    .sort((left, right) => distanceTo(left, preset, formats) - distanceTo(right, preset, formats))
    .map((variant) => ({ kind: "variant", served: variant.preset === preset ? "variant" : "nearest", variant }));
}

function reducedVariants(manifest: Manifest, preset: Preset, formats: readonly VariantFormat[]): readonly Rung[] {
  return manifest.variants
    .filter((variant) => variant.reduced && variant.preset === preset && formats.includes(variant.format))
    .sort((left, right) => formats.indexOf(left.format) - formats.indexOf(right.format))
    .map((variant) => ({ kind: "variant", served: "reduced", variant }));
}

/** Width and height a picture has at a preset; pictures are never enlarged. */
export function sizeAtPreset(manifest: Pick<Manifest, "width" | "height"> | null, preset: Preset): { readonly width: number; readonly height: number } {
  const width = Math.min(presetWidthPx[preset], manifest?.width ?? presetWidthPx[preset]);
  const ratio = manifest?.width === null || manifest?.height === null || manifest === null ? DEFAULT_RATIO : manifest.height / manifest.width;
  return { width, height: Math.max(1, Math.min(16_383, Math.round(width * ratio))) };
}

/** The flat box that stands for a picture when nothing else can be sent: its own colour, or grey when none is known. */
export function colorRung(manifest: Manifest | null, preset: Preset): Extract<Rung, { kind: "flat" }> {
  return { kind: "flat", served: "placeholder", color: manifest?.color ?? NEUTRAL, alpha: 255, ...sizeAtPreset(manifest, preset) };
}

/** Level 4: a see-through box of the right shape, so that a page keeps its layout and shows no broken picture. */
export function emptyRung(manifest: Manifest | null, preset: Preset): Extract<Rung, { kind: "flat" }> {
  return { kind: "flat", served: "none", color: "#000000", alpha: 0, ...sizeAtPreset(manifest, preset) };
}

function placeholderRungs(manifest: Manifest, preset: Preset): readonly Rung[] {
  const wanted = sizeAtPreset(manifest, preset).width;
  const placeholder = manifest.placeholders.find((candidate) => candidate.width >= wanted) ?? manifest.placeholders.at(-1);
  return [...(placeholder === undefined ? [] : [{ kind: "placeholder", served: "placeholder", placeholder } as const]), colorRung(manifest, preset)];
}

/**
 * The ladder for one request, best first. 0: variant → nearest → placeholder. 1: reduced → variant → nearest → placeholder.
 * 2: as 0, but the caller takes from memory and local disk only. 3: placeholder. 4: nothing, in the right shape.
 * A `ready` asset alone has more than the flat box; a quarantined one never shows anything made from it.
 */
export function planAnswer(manifest: Manifest, preset: Preset, formats: readonly VariantFormat[], level: DegradationLevel): readonly Rung[] {
  if (level === 4) return [emptyRung(manifest, preset)];
  if (manifest.state !== "ready") return [colorRung({ ...manifest, color: null }, preset)];
  if (level === 3) return placeholderRungs(manifest, preset);
  const reduced = level === 1 ? reducedVariants(manifest, preset, formats) : [];
  return [...reduced, ...fullVariants(manifest, preset, formats), ...placeholderRungs(manifest, preset)];
}
