import { join } from "node:path";
import { env } from "#lib/edges/env.ts";
import { storageKeys } from "#lib/edges/storage/keys.ts";
import type { Storage } from "#lib/edges/storage/storage.ts";
import { findManifest } from "#lib/rendering/manifest-file.ts";
import { type Manifest, manifestSchema } from "#lib/rendering/model.ts";
import type { Sources } from "./answer.ts";
import { ByteCache } from "./byte-cache.ts";
import { DiskCache } from "./disk-cache.ts";
import { ManifestCache } from "./manifest-cache.ts";

const MANIFEST_FRESH_MS = 1_000;
const MANIFEST_CONFIRM_MS = 10_000;
const MANIFEST_STALE_MS = 5_000;
const MAX_MANIFESTS = 50_000;
const MEMORY_BYTES = 128 * 1024 * 1024;
const DISK_BYTES = 2 * 1024 * 1024 * 1024;

/** Reads a manifest and keeps it on disk, but writes only what changed: a busy one is read again every second. */
function manifestReader(storage: Storage, disk: DiskCache): (assetId: string) => Promise<Manifest | null> {
  const keptAt = new Map<string, string>();
  return async (assetId) => {
    const manifest = await findManifest(storage, assetId);
    const key = storageKeys.manifest(assetId);
    if (manifest === null || (keptAt.get(assetId) === manifest.writtenAt && disk.has(key))) return manifest;
    if (keptAt.size >= MAX_MANIFESTS) keptAt.clear();
    keptAt.set(assetId, manifest.writtenAt);
    void disk.put(key, Buffer.from(JSON.stringify(manifest)));
    return manifest;
  };
}

async function readLocalManifest(disk: DiskCache, assetId: string): Promise<Manifest | null> {
  const bytes = await disk.get(storageKeys.manifest(assetId));
  return bytes === null ? null : (manifestSchema.safeParse(JSON.parse(Buffer.from(bytes).toString("utf8"))).data ?? null);
}

async function readVariant(storage: Storage, disk: DiskCache, key: string): Promise<Uint8Array> {
  const bytes = await storage.get(key);
  void disk.put(key, bytes);
  return bytes;
}

/** Where answers come from: memory, this machine's disk, storage; each only as long as the one before has nothing. */
export async function openSources(storage: Storage): Promise<Sources> {
  const disk = await DiskCache.open(join(env().dataDir, "delivery-cache"), DISK_BYTES);
  return {
    manifests: new ManifestCache({
      read: manifestReader(storage, disk),
      readLocal: async (assetId) => await readLocalManifest(disk, assetId),
      nowMs: () => performance.now(),
      freshMs: MANIFEST_FRESH_MS,
      confirmMs: MANIFEST_CONFIRM_MS,
      staleMs: MANIFEST_STALE_MS,
      maxEntries: MAX_MANIFESTS,
    }),
    variants: new ByteCache(MEMORY_BYTES, async (key) => await readVariant(storage, disk, key), async (key) => await disk.get(key)),
  };
}
