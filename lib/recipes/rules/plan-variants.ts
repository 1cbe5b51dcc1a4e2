import { type Preset, type Recipe, type VariantFormat, presetWidthPx, presets } from "../model.ts";

/** One encode: the size it is made at and every preset it serves (small sources share one). `reduced` ones are for level 1. */
export type VariantPlan = { readonly reduced: boolean; readonly presets: readonly Preset[]; readonly format: VariantFormat; readonly widthPx: number; readonly heightPx: number };

export type RenderPlan = { readonly masterWidthPx: number; readonly masterHeightPx: number; readonly variants: readonly VariantPlan[]; readonly recipe: Recipe };

/** WebP's limit on either side, the lowest of our formats. Source: RFC 9649 §2.5 */
const MAX_SIDE_PX = 16_383;

const scaledHeight = (width: number, source: { widthPx: number; heightPx: number }): number => Math.min(MAX_SIDE_PX, Math.max(1, Math.round((source.heightPx * width) / source.widthPx)));

/**
 * What to make of a source: every preset in AVIF, WebP and JPEG (PNG where there is transparency), never enlarged,
 * each distinct size once; and for each a reduced one in WebP and JPEG or PNG.
 * @param source size as shown, that is after EXIF orientation, in pixels
 */
export function planVariants(source: { widthPx: number; heightPx: number; hasAlpha: boolean }, recipe: Recipe): RenderPlan {
  const useful: readonly VariantFormat[] = source.hasAlpha ? ["avif", "webp", "png"] : ["avif", "webp", "jpeg"];
  const formats = useful.filter((format) => recipe.formats.includes(format));
  const byWidth = new Map<number, Preset[]>();
  for (const preset of presets) {
    const width = Math.max(1, Math.min(presetWidthPx[preset], source.widthPx, Math.floor((source.widthPx * MAX_SIDE_PX) / source.heightPx)));
    byWidth.set(width, [...(byWidth.get(width) ?? []), preset]);
  }
  const variants = [...byWidth].flatMap(([fullWidthPx, served]) => {
    const reducedWidthPx = Math.max(1, Math.round(fullWidthPx * recipe.reduced.scale));
    const plan = (widthPx: number, reduced: boolean) => (format: VariantFormat) => ({ reduced, presets: served, format, widthPx, heightPx: scaledHeight(widthPx, source) });
    // Whoever reads AVIF reads WebP, and at this quality WebP costs a tenth of the time.
    return [...formats.map(plan(fullWidthPx, false)), ...formats.filter((format) => format !== "avif").map(plan(reducedWidthPx, true))];
  });
  const masterWidthPx = Math.max(...byWidth.keys());
  return { masterWidthPx, masterHeightPx: scaledHeight(masterWidthPx, source), variants, recipe };
}
