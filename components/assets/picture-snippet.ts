import type { Asset } from "#lib/assets/model.ts";
import { findFallback, toSources } from "./delivered.ts";

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * HTML to paste into a page: the best format the browser reads, a box that is kept before and without the picture.
 * @returns null while the asset has no pictures
 */
export function toPictureSnippet(asset: Asset): string | null {
  const fallback = asset.state === "ready" ? findFallback(asset, "detail") : null;
  if (fallback === null) return null;
  const sources = toSources(asset, ["avif", "webp"]).map(({ type, srcSet }) => `  <source type="${type}" sizes="100vw" srcset="\n    ${escape(srcSet).replaceAll(", ", ",\n    ")}">`);
  const img = `  <img src="${escape(fallback.url)}" width="${fallback.width}" height="${fallback.height}" alt="${escape(asset.altText ?? "")}" loading="lazy" decoding="async">`;
  return ["<picture>", ...sources, img, "</picture>"].join("\n");
}
