import { storageKeys } from "#lib/edges/storage/keys.ts";
import { type Storage, StorageError } from "#lib/edges/storage/storage.ts";
import { type Levers, leversSchema, noLevers } from "./model.ts";

/** The levers in force; none when the file was never written. @throws when storage is away or the file cannot be read */
export async function readLevers(storage: Storage): Promise<Levers> {
  try {
    return leversSchema.parse(JSON.parse(Buffer.from(await storage.get(storageKeys.levers)).toString("utf8")));
  } catch (error) {
    if (error instanceof StorageError && error.kind === "not-found") return noLevers;
    throw error;
  }
}

export async function writeLevers(storage: Storage, levers: Levers): Promise<void> {
  await storage.put(storageKeys.levers, Buffer.from(JSON.stringify(levers)));
}
