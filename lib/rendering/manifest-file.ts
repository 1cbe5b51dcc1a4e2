import { storageKeys } from "#lib/edges/storage/keys.ts";
import { type Storage, StorageError } from "#lib/edges/storage/storage.ts";
import { type Manifest, manifestSchema } from "./model.ts";

export async function writeManifest(storage: Storage, manifest: Manifest): Promise<void> {
  await storage.put(storageKeys.manifest(manifest.assetId), Buffer.from(JSON.stringify(manifest)));
}

/** null when the asset is unknown. @throws StorageError when storage is away, which is never "unknown" */
export async function findManifest(storage: Storage, assetId: string): Promise<Manifest | null> {
  try {
    const bytes = await storage.get(storageKeys.manifest(assetId));
    return manifestSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (error) {
    if (error instanceof StorageError && error.kind === "not-found") return null;
    throw error;
  }
}
