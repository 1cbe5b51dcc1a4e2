import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, link, mkdir, open, readFile, readdir, rename, rm, stat, unlink } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Readable } from "node:stream";
import { type ObjectHead, type Storage, StorageError, assertKey } from "./storage.ts";

const errno = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";

function toStorageError(error: unknown, key: string): StorageError {
  if (error instanceof StorageError) return error;
  switch (errno(error)) {
    case "ENOENT":
      return new StorageError("not-found", `no object ${key}`, error);
    case "ENOSPC":
    case "EDQUOT":
      return new StorageError("full", "the storage is full", error);
    default:
      return new StorageError("unavailable", `storage cannot reach ${key}`, error);
  }
}

/** Makes a rename durable: without it a power cut can forget the new name. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, "wx", 0o640);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

class FileStorage implements Storage {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  #path(key: string): string {
    assertKey(key);
    return join(this.#root, key);
  }

  async get(key: string): Promise<Uint8Array> {
    return await this.#attempt(key, async (path) => await readFile(path));
  }

  async open(key: string): Promise<Readable> {
    return await this.#attempt(key, async (path) => {
      const handle = await open(path, "r");
      return createReadStream(path, { fd: handle, autoClose: true });
    });
  }

  async head(key: string): Promise<ObjectHead | null> {
    try {
      return await this.#attempt(key, async (path) => {
        const found = await stat(path);
        return { sizeBytes: found.size, modifiedAt: found.mtime };
      });
    } catch (error) {
      if (error instanceof StorageError && error.kind === "not-found") return null;
      throw error;
    }
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#attempt(key, async (path) => {
      const partial = await this.#partialFor(path);
      await this.#publish(partial, path, async () => await writeSynced(partial, bytes));
    });
  }

  async putFile(key: string, source: string): Promise<void> {
    await this.#attempt(key, async (path) => {
      const partial = await this.#partialFor(path);
      await this.#publish(partial, path, async () => {
        await link(source, partial).catch(async () => await copyFile(source, partial));
        await syncFile(partial);
      });
      await unlink(source);
    });
  }

  async delete(key: string): Promise<void> {
    await this.#attempt(key, async (path) => {
      await unlink(path).catch(async (error: unknown) => {
        if (errno(error) !== "ENOENT" || !(await this.#rootExists())) throw error;
      });
    });
  }

  async *list(prefix: string): AsyncGenerator<string> {
    const folder = this.#path(prefix);
    const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(async (error: unknown) => {
      if (errno(error) === "ENOENT" && (await this.#rootExists())) return [];
      throw this.#toError(error, prefix, await this.#rootExists());
    });
    for (const entry of entries) {
      if (entry.isFile() && !entry.name.startsWith(".")) yield relative(this.#root, join(entry.parentPath, entry.name)).split(sep).join("/");
    }
  }

  async #rootExists(): Promise<boolean> {
    return await stat(this.#root).then(
      () => true,
      () => false,
    );
  }

  async #partialFor(path: string): Promise<string> {
    if (!(await this.#rootExists())) throw new StorageError("unavailable", "the storage's folder is not there");
    await mkdir(dirname(path), { recursive: true });
    return join(dirname(path), `.partial-${randomBytes(8).toString("hex")}`);
  }

  /** Writes beside the target, then takes its name. Whatever goes wrong, nothing half-written stays. */
  async #publish(partial: string, path: string, write: () => Promise<void>): Promise<void> {
    try {
      await write();
      await rename(partial, path);
    } finally {
      // Also after success: renaming one of two links of the same file onto the other does nothing and says so to nobody.
      await rm(partial, { force: true });
    }
    await syncFolder(dirname(path));
  }

  async #attempt<T>(key: string, work: (path: string) => Promise<T>): Promise<T> {
    const path = this.#path(key);
    try {
      return await work(path);
    } catch (error) {
      throw this.#toError(error, key, await this.#rootExists());
    }
  }

  /** A root that is gone is an outage, not an empty storage. */
  #toError(error: unknown, key: string, rootExists: boolean): StorageError {
    return rootExists ? toStorageError(error, key) : new StorageError("unavailable", "the storage's folder is not there", error);
  }
}

/** Opens a folder as storage, creating it. Writes are synced before they are visible. */
export async function openFileStorage(root: string): Promise<Storage> {
  await mkdir(root, { recursive: true, mode: 0o750 });
  return new FileStorage(root);
}
