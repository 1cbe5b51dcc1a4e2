import { type Preset, type Recipe, type VariantFormat, presetWidthPx, presets } from "../model.ts";

/** One encode: the size it is made at and every preset it serves (small sources share one). */
export type VariantPlan = { readonly presets: readonly Preset[]; readonly format: VariantFormat; readonly widthPx: number; readonly heightPx: number };

export type RenderPlan = { readonly masterWidthPx: number; readonly masterHeightPx: number; readonly variants: readonly VariantPlan[]; readonly recipe: Recipe };

const scaledHeight = (width: number, source: { widthPx: number; heightPx: number }): number => Math.max(1, Math.round((source.heightPx * width) / source.widthPx));

/**
 * What to make of a source: every preset in AVIF, WebP and JPEG (PNG where there is transparency),
 * never enlarged, and each distinct size once.
 * @param source size as shown, that is after EXIF orientation, in pixels
 */
export function planVariants(source: { widthPx: number; heightPx: number; hasAlpha: boolean }, recipe: Recipe): RenderPlan {
  const formats: readonly VariantFormat[] = source.hasAlpha ? ["avif", "webp", "png"] : ["avif", "webp", "jpeg"];
  const byWidth = new Map<number, Preset[]>();
  for (const preset of presets) {
    const width = Math.min(presetWidthPx[preset], source.widthPx);
    byWidth.set(width, [...(byWidth.get(width) ?? []), preset]);
  }
  const variants = [...byWidth].flatMap(([widthPx, served]) =>
    formats.map((format) => ({ presets: served, format, widthPx, heightPx: scaledHeight(widthPx, source) })),
  );
  const masterWidthPx = Math.max(...byWidth.keys());
  return { masterWidthPx, masterHeightPx: scaledHeight(masterWidthPx, source), variants, recipe };
}
