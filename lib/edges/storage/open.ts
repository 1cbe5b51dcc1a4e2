import { fileURLToPath } from "node:url";
import { env } from "../env.ts";
import { openFileStorage } from "./file-storage.ts";
import type { Storage } from "./storage.ts";

let shared: Promise<Storage> | undefined;

/** This process's storage, from STORAGE_URL. */
export async function storage(): Promise<Storage> {
  shared ??= openFileStorage(fileURLToPath(env().storageUrl));
  return await shared;
}
