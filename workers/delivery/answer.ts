import { type DegradationLevel, type Levers } from "#lib/degradation/model.ts";
import { effectiveLevel } from "#lib/degradation/rules/effective-level.ts";
import type { ImageRequest, Served } from "#lib/delivery/model.ts";
import { flatWebp } from "#lib/delivery/rules/flat-webp.ts";
import { negotiateFormats } from "#lib/delivery/rules/negotiate-format.ts";
import { type Rung, colorRung, emptyRung, planAnswer } from "#lib/delivery/rules/plan-answer.ts";
import { log } from "#lib/edges/log.ts";
import { storageKeys } from "#lib/edges/storage/keys.ts";
import { contentTypeByFormat, type VariantFormat } from "#lib/recipes/model.ts";
import type { Manifest } from "#lib/rendering/model.ts";
import type { ByteCache } from "./byte-cache.ts";
import type { ManifestCache, ManifestLookup } from "./manifest-cache.ts";

export type Picture = { readonly status: 200 | 404 | 410; readonly level: DegradationLevel; readonly served: Served; readonly contentType: string; readonly bytes: Uint8Array; readonly etag: string; readonly current: boolean };

export type Sources = { readonly manifests: ManifestCache; readonly variants: ByteCache };
export type Conditions = { readonly levers: Levers; readonly isBuried: (assetId: string) => boolean; readonly at: Date; readonly deadlineMs: number };

const LATE = Symbol("late");
type Deadline = Promise<typeof LATE>;

/** From level 2 on, storage is not touched. */
const localOnly = (level: DegradationLevel): boolean => level >= 2;

async function within<T>(work: Promise<T>, deadline: Deadline): Promise<T | typeof LATE> {
  return await Promise.race([work, deadline]);
}

type Made = Pick<Picture, "served" | "contentType" | "bytes" | "etag">;

function make(rung: Exclude<Rung, { kind: "variant" }>): Made {
  if (rung.kind === "placeholder") {
    const { width, base64 } = rung.placeholder;
    return { served: rung.served, contentType: contentTypeByFormat.webp, bytes: Buffer.from(base64, "base64"), etag: `"p-${width}-${base64.slice(-40)}"` };
  }
  const { width, height, color, alpha } = rung;
  return { served: rung.served, contentType: contentTypeByFormat.webp, bytes: flatWebp(width, height, color, alpha), etag: `"f-${width}-${height}-${color.slice(1)}-${alpha}"` };
}

/** One that cannot be read is skipped for the next rung: delivery goes on, and the log says why. */
async function skipUnreadable(reading: Promise<Uint8Array | null>, key: string): Promise<Uint8Array | null> {
  try {
    return await reading;
  } catch (error) {
    log().debug({ err: error, key }, "variant cannot be read");
    return null;
  }
}

async function readVariant(key: string, level: DegradationLevel, variants: ByteCache, deadline: Deadline): Promise<Uint8Array | null | typeof LATE> {
  const inMemory = variants.peek(key);
  if (inMemory !== undefined) return inMemory;
  const reading = localOnly(level) ? variants.getLocal(key) : variants.get(key);
  return await within(skipUnreadable(reading, key), deadline);
}

/** The first rung that can be sent in time. */
async function climb(rungs: readonly Rung[], level: DegradationLevel, variants: ByteCache, deadline: Deadline): Promise<Made> {
  let late = false;
  for (const rung of rungs) {
    if (rung.kind !== "variant") return make(rung);
    const { sha256, format } = rung.variant;
    const key = storageKeys.variant(sha256, format);
    const bytes = late ? (variants.peek(key) ?? null) : await readVariant(key, level, variants, deadline);
    if (bytes === LATE) late = true;
    else if (bytes !== null) return { served: rung.served, contentType: contentTypeByFormat[format], bytes, etag: `"${sha256.slice(0, 32)}"` };
  }
  throw new Error("a ladder without a last rung");
}

function formatsFor(request: ImageRequest, accept: string | undefined): readonly VariantFormat[] {
  if (request.format === null) return negotiateFormats(accept);
  return request.format === "jpeg" ? ["jpeg", "png"] : [request.format];
}

/** Nothing is known of the asset: a neutral box, and 404 only when storage itself said that there is none. */
function withoutManifest(request: ImageRequest, lookup: Exclude<ManifestLookup, { kind: "found" }>, level: DegradationLevel): Picture {
  const made = make(level === 4 ? emptyRung(null, request.preset) : colorRung(null, request.preset));
  return { ...made, level, current: false, status: lookup.kind === "missing" ? 404 : 200 };
}

async function withManifest(request: ImageRequest, manifest: Manifest, stale: boolean, level: DegradationLevel, sources: Sources, accept: string | undefined, deadline: Deadline): Promise<Picture> {
  const made = await climb(planAnswer(manifest, request.preset, formatsFor(request, accept), level), level, sources.variants, deadline);
  const served = stale && made.served === "variant" && localOnly(level) ? "stale" : made.served;
  return { ...made, served, level, current: request.version === manifest.version, status: manifest.state === "quarantined" ? 410 : 200 };
}

/**
 * Finds something to send for an image request, always, within the deadline: storage that is slow or away
 * costs quality, never an answer.
 */
export async function findPicture(request: ImageRequest, accept: string | undefined, sources: Sources, conditions: Conditions): Promise<Picture> {
  const { levers, at, deadlineMs } = conditions;
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<typeof LATE>((late) => {
    timer = setTimeout(() => late(LATE), deadlineMs);
  });
  try {
    const asked = effectiveLevel(levers, request.surface, at);
    if (conditions.isBuried(request.assetId)) return { ...withoutManifest(request, { kind: "missing" }, asked), status: 410 };
    const found = localOnly(asked) ? LATE : await within(sources.manifests.get(request.assetId), deadline);
    const lookup = found === LATE ? await sources.manifests.getLocal(request.assetId) : found;
    if (lookup.kind !== "found") return withoutManifest(request, lookup, asked);
    const level = effectiveLevel(levers, request.surface ?? lookup.manifest.surface, at);
    return await withManifest(request, lookup.manifest, lookup.stale, level, sources, accept, deadline);
  } finally {
    clearTimeout(timer);
  }
}
