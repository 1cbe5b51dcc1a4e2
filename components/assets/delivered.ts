import type { Asset } from "#lib/assets/model.ts";
import { type Preset, type VariantFormat, contentTypeByFormat, presets } from "#lib/recipes/model.ts";

type Variant = Asset["variants"][number];

/** The address that leaves the format to the browser's `Accept`; null while there is no picture to show. */
export function findDeliveredUrl(asset: Asset, preset: Preset): string | null {
  if (asset.state !== "ready") return null;
  const variant = asset.variants.find((candidate) => candidate.preset === preset);
  return variant === undefined ? null : variant.url.replace(/\.[a-z]+(\?|$)/, "$1");
}

/** JPEG, or PNG where the picture is transparent: what every browser reads. */
export function findFallback(asset: Asset, preset: Preset): Variant | null {
  return asset.variants.find((variant) => variant.preset === preset && (variant.format === "jpeg" || variant.format === "png")) ?? null;
}

export type PictureSource = { readonly type: string; readonly srcSet: string };

/** One `<source>` per format, best first, each width once. */
export function toSources(asset: Asset, formats: readonly VariantFormat[]): readonly PictureSource[] {
  return formats.flatMap((format) => {
    const byWidth = new Map(asset.variants.filter((variant) => variant.format === format).map((variant) => [variant.width, variant.url]));
    const srcSet = [...byWidth].sort(([left], [right]) => left - right).map(([width, url]) => `${url} ${width}w`);
    return srcSet.length === 0 ? [] : [{ type: contentTypeByFormat[format], srcSet: srcSet.join(", ") }];
  });
}

export type PresetRow = { readonly preset: Preset; readonly width: number; readonly height: number; readonly variants: readonly Variant[] };

/** Variants by preset, smallest first. */
export function toPresetRows(asset: Asset): readonly PresetRow[] {
  return presets.flatMap((preset) => {
    const variants = asset.variants.filter((variant) => variant.preset === preset);
    const [first] = variants;
    return first === undefined ? [] : [{ preset, width: first.width, height: first.height, variants }];
  });
}
