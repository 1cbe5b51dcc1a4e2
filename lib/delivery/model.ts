import { z } from "zod";
import { formatByExtension, type Preset, presets, type VariantFormat } from "#lib/recipes/model.ts";

/** What an answer was made from; the value of `X-Image-Served`. */
export const servedKinds = ["variant", "reduced", "nearest", "stale", "placeholder", "none"] as const;
export type Served = (typeof servedKinds)[number];

/** `GET /i/{assetId}/{preset}[.ext]?v=&s=`, taken apart. */
export type ImageRequest = {
  readonly assetId: string;
  readonly preset: Preset;
  readonly format: VariantFormat | null;
  readonly version: number | null;
  readonly surface: string | null;
};

const IMAGE_PATH = /^\/i\/(ast_[0-9a-z]{26})\/([a-z]+)(?:\.([a-z]+))?$/;
const presetSchema = z.enum(presets);

/** @returns null when the path is no image address: another prefix, an unknown preset or extension */
export function parseImageRequest(path: string, query: URLSearchParams): ImageRequest | null {
  const [, assetId, preset, extension] = IMAGE_PATH.exec(path) ?? [];
  const known = presetSchema.safeParse(preset);
  if (assetId === undefined || !known.success) return null;
  const format = extension === undefined ? null : Object.hasOwn(formatByExtension, extension) ? formatByExtension[extension] : undefined;
  if (format === undefined) return null;
  const version = Number(query.get("v"));
  return { assetId, preset: known.data, format, version: Number.isInteger(version) && version > 0 ? version : null, surface: query.get("s") };
}
