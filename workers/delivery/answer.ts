import { storageKeys } from "#lib/edges/storage/keys.ts";
import type { ImageRequest, Served } from "#lib/delivery/model.ts";
import { flatWebp } from "#lib/delivery/rules/flat-webp.ts";
import { negotiateFormats } from "#lib/delivery/rules/negotiate-format.ts";
import { type Rung, colorRung, planAnswer } from "#lib/delivery/rules/plan-answer.ts";
import { contentTypeByFormat, type VariantFormat } from "#lib/recipes/model.ts";
import type { ByteCache } from "./byte-cache.ts";
import type { ManifestCache, ManifestLookup } from "./manifest-cache.ts";

export type Picture = { readonly status: 200 | 404 | 410; readonly served: Served; readonly contentType: string; readonly bytes: Uint8Array; readonly etag: string; readonly current: boolean };

export type Sources = { readonly manifests: ManifestCache; readonly variants: ByteCache };

const LATE = Symbol("late");

async function within<T>(work: Promise<T>, deadline: Promise<typeof LATE>): Promise<T | typeof LATE> {
  return await Promise.race([work, deadline]);
}

function toPicture(rung: Exclude<Rung, { kind: "variant" }>, status: Picture["status"]): Picture {
  const bytes = rung.kind === "placeholder" ? Buffer.from(rung.placeholder.base64, "base64") : flatWebp(rung.width, rung.height, rung.color);
  const tag = rung.kind === "placeholder" ? `p-${rung.placeholder.width}-${rung.placeholder.base64.slice(0, 40)}` : `f-${rung.width}-${rung.height}-${rung.color.slice(1)}`;
  return { status, served: rung.served, contentType: contentTypeByFormat.webp, bytes, etag: `"${tag}"`, current: false };
}

/** The first rung that can be sent in time; a variant that cannot be read is skipped for the next one. */
async function climb(rungs: readonly Rung[], isCurrent: boolean, variants: ByteCache, deadline: Promise<typeof LATE>): Promise<Picture | null> {
  let late = false;
  for (const rung of rungs) {
    if (rung.kind !== "variant") return toPicture(rung, 200);
    const { sha256, format } = rung.variant;
    const key = storageKeys.variant(sha256, format);
    const bytes = late ? variants.peek(key) : (variants.peek(key) ?? (await within(readOrNull(variants, key), deadline)));
    if (bytes === LATE) late = true;
    else if (bytes !== null && bytes !== undefined) {
      return { status: 200, served: rung.served, contentType: contentTypeByFormat[format], bytes, etag: `"${sha256.slice(0, 32)}"`, current: isCurrent };
    }
  }
  return null;
}

async function readOrNull(variants: ByteCache, key: string): Promise<Uint8Array | null> {
  try {
    return await variants.get(key);
  } catch {
    return null;
  }
}

function withoutManifest(request: ImageRequest, lookup: Exclude<ManifestLookup, { kind: "found" }> | typeof LATE): Picture {
  const rung = colorRung(null, request.preset);
  if (rung.kind === "variant") throw new Error("a flat box is no variant");
  return toPicture(rung, lookup !== LATE && lookup.kind === "missing" ? 404 : 200);
}

/**
 * Finds something to send for an image request, always, within `deadlineMs`: storage that is slow or away
 * costs quality, never an answer.
 */
export async function findPicture(request: ImageRequest, accept: string | undefined, sources: Sources, deadlineMs: number): Promise<Picture> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<typeof LATE>((late) => {
    timer = setTimeout(() => late(LATE), deadlineMs);
  });
  try {
    const lookup = await within(sources.manifests.get(request.assetId), deadline);
    if (lookup === LATE || lookup.kind !== "found") return withoutManifest(request, lookup);
    const { manifest } = lookup;
    const formats: readonly VariantFormat[] = request.format === null ? negotiateFormats(accept) : [request.format, ...(request.format === "jpeg" ? (["png"] as const) : [])];
    const rungs = planAnswer(manifest, request.preset, formats);
    const picture = await climb(rungs, request.version === manifest.version, sources.variants, deadline);
    if (picture === null) return withoutManifest(request, LATE);
    return manifest.state === "quarantined" ? { ...picture, status: 410 } : picture;
  } finally {
    clearTimeout(timer);
  }
}
