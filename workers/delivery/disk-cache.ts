import { createHash, randomBytes } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { log } from "#lib/edges/log.ts";

/**
 * Bytes by key on this machine's own disk, so that delivery goes on with storage away, also after a restart.
 * Bounded by size, oldest written out first. Losing an entry loses speed, never truth: a failure here is logged and skipped.
 */
export class DiskCache {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #sizes = new Map<string, number>();
  #bytes = 0;

  private constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** Opens the folder and counts what an earlier process left in it. */
  static async open(folder: string, maxBytes: number): Promise<DiskCache> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const cache = new DiskCache(folder, maxBytes);
    const found = await Promise.all(
      (await readdir(folder)).map(async (name) => {
        const { size, mtimeMs } = await stat(join(folder, name));
        return { name, size, mtimeMs };
      }),
    );
    for (const { name, size } of found.sort((left, right) => left.mtimeMs - right.mtimeMs)) cache.#count(name, size);
    return cache;
  }

  has(key: string): boolean {
    return this.#sizes.has(nameOf(key));
  }

  /** null when it is not here (any more) */
  async get(key: string): Promise<Uint8Array | null> {
    const name = nameOf(key);
    if (!this.#sizes.has(name)) return null;
    try {
      return await readFile(join(this.#folder, name));
    } catch (error) {
      this.#forget(name);
      log().debug({ err: error, key }, "not in the disk cache after all");
      return null;
    }
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const name = nameOf(key);
    const partial = join(this.#folder, `.${name}-${randomBytes(6).toString("hex")}`);
    try {
      await writeFile(partial, bytes, { mode: 0o600 });
      await rename(partial, join(this.#folder, name));
      this.#forget(name);
      this.#count(name, bytes.length);
      await this.#shrink();
    } catch (error) {
      await rm(partial, { force: true });
      log().debug({ err: error, key }, "not kept in the disk cache");
    }
  }

  #count(name: string, size: number): void {
    this.#sizes.set(name, size);
    this.#bytes += size;
  }

  #forget(name: string): void {
    this.#bytes -= this.#sizes.get(name) ?? 0;
    this.#sizes.delete(name);
  }

  async #shrink(): Promise<void> {
    for (const name of this.#sizes.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#forget(name);
      await rm(join(this.#folder, name), { force: true });
    }
  }
}

const nameOf = (key: string): string => createHash("sha256").update(key).digest("hex");
