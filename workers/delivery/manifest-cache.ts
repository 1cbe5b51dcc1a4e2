import type { Manifest } from "#lib/rendering/model.ts";

/**
 * `missing`: storage said there is no such asset. `unreachable`: nobody could say, which is never a 404.
 * `stale`: found, but not confirmed by storage within `staleMs`.
 */
export type ManifestLookup = { readonly kind: "found"; readonly manifest: Manifest; readonly stale: boolean } | { readonly kind: "missing" } | { readonly kind: "unreachable" };

type Entry = { readonly manifest: Manifest | null; readonly readAtMs: number };

type Options = {
  /** From storage. null: there is none. @throws when storage is away */
  readonly read: (assetId: string) => Promise<Manifest | null>;
  /** From this machine's own disk, as last seen; null when never seen. */
  readonly readLocal: (assetId: string) => Promise<Manifest | null>;
  readonly nowMs: () => number;
  /** Served without asking anyone. */
  readonly freshMs: number;
  /** Served while it is read again behind the answer; older than this it is read first, in case a hint was lost. */
  readonly confirmMs: number;
  readonly staleMs: number;
  readonly maxEntries: number;
};

/** Manifests in memory. A read that fails keeps what is known, here or on disk. */
export class ManifestCache {
  readonly #options: Options;
  readonly #entries = new Map<string, Entry>();
  readonly #reading = new Map<string, Promise<Entry | null>>();

  constructor(options: Options) {
    this.#options = options;
  }

  async get(assetId: string): Promise<ManifestLookup> {
    const known = this.#entries.get(assetId);
    const ageMs = known === undefined ? Number.POSITIVE_INFINITY : this.#options.nowMs() - known.readAtMs;
    if (known !== undefined && ageMs < this.#options.freshMs) return this.#toLookup(known);
    const reading = this.#refresh(assetId);
    if (known?.manifest?.state === "ready" && ageMs < this.#options.confirmMs) return this.#toLookup(known);
    const fresh = (await reading) ?? known;
    return fresh === undefined ? await this.getLocal(assetId) : this.#toLookup(fresh);
  }

  /** What is known without asking storage: memory, then disk. */
  async getLocal(assetId: string): Promise<ManifestLookup> {
    const known = this.#entries.get(assetId);
    if (known !== undefined) return this.#toLookup(known);
    const manifest = await this.#options.readLocal(assetId);
    return manifest === null ? { kind: "unreachable" } : { kind: "found", manifest, stale: true };
  }

  /** Someone said that it changed: a read under way is too old, and the next answer waits for a new one. */
  doubt(assetId: string): void {
    this.#reading.delete(assetId);
    const known = this.#entries.get(assetId);
    if (known !== undefined) this.#entries.set(assetId, { ...known, readAtMs: Number.NEGATIVE_INFINITY });
  }

  /** Hints may have been missed (Redis was away). What is known stays, for when storage is away too. */
  doubtAll(): void {
    for (const assetId of new Set([...this.#entries.keys(), ...this.#reading.keys()])) this.doubt(assetId);
  }

  #toLookup(entry: Entry): ManifestLookup {
    return entry.manifest === null ? { kind: "missing" } : { kind: "found", manifest: entry.manifest, stale: this.#options.nowMs() - entry.readAtMs > this.#options.staleMs };
  }

  async #refresh(assetId: string): Promise<Entry | null> {
    const running = this.#reading.get(assetId);
    if (running !== undefined) return await running;
    const reading: Promise<Entry | null> = this.#load(assetId, () => this.#reading.get(assetId) === reading);
    this.#reading.set(assetId, reading);
    try {
      return await reading;
    } finally {
      if (this.#reading.get(assetId) === reading) this.#reading.delete(assetId);
    }
  }

  /** @returns null when storage could not be asked */
  async #load(assetId: string, isCurrent: () => boolean): Promise<Entry | null> {
    try {
      const readAtMs = this.#options.nowMs();
      const entry = { manifest: await this.#options.read(assetId), readAtMs };
      if (!isCurrent()) return entry;
      this.#entries.delete(assetId);
      this.#entries.set(assetId, entry);
      const [oldest] = this.#entries.keys();
      if (this.#entries.size > this.#options.maxEntries && oldest !== undefined) this.#entries.delete(oldest);
      return entry;
    } catch {
      return null;
    }
  }
}
