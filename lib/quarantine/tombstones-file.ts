import { storageKeys } from "#lib/edges/storage/keys.ts";
import { type Storage, StorageError } from "#lib/edges/storage/storage.ts";
import { type Tombstones, noTombstones, tombstonesSchema } from "./model.ts";

/** @throws when storage is away or the file cannot be read */
export async function readTombstones(storage: Storage): Promise<Tombstones> {
  try {
    return tombstonesSchema.parse(JSON.parse(Buffer.from(await storage.get(storageKeys.tombstones)).toString("utf8")));
  } catch (error) {
    if (error instanceof StorageError && error.kind === "not-found") return noTombstones;
    throw error;
  }
}

export async function writeTombstones(storage: Storage, tombstones: Tombstones): Promise<void> {
  await storage.put(storageKeys.tombstones, Buffer.from(JSON.stringify(tombstones)));
}
