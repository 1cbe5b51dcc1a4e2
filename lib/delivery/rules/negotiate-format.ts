import type { VariantFormat } from "#lib/recipes/model.ts";

/** Best first: AVIF is smallest, then WebP, then what every client reads. */
const PREFERENCE = ["avif", "webp", "jpeg", "png"] as const satisfies readonly VariantFormat[];

/** Browsers send about ten. */
const MAX_RANGES = 50;

/** The weight a client gives one media range; absent means 1. Source: RFC 9110 §12.5.1 */
function weightOf(parameters: readonly string[]): number {
  const quality = parameters.map((parameter) => /^\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$/i.exec(parameter)?.[1]).find((value) => value !== undefined);
  return quality === undefined ? 1 : Number(quality);
}

/**
 * The formats a client takes, in our order: smallest first. AVIF and WebP only when named (wildcards come from clients that often
 * cannot read them); JPEG and PNG always, since every client reads them.
 */
export function negotiateFormats(accept: string | undefined): readonly VariantFormat[] {
  const weights = new Map<string, number>();
  for (const range of (accept ?? "").split(",", MAX_RANGES)) {
    const [type = "", ...parameters] = range.split(";");
    weights.set(type.trim().toLowerCase(), weightOf(parameters));
  }
  return PREFERENCE.filter((format) => (format === "avif" || format === "webp" ? (weights.get(`image/${format}`) ?? 0) > 0 : true));
}
