import type { Manifest } from "#lib/rendering/model.ts";

/** `missing`: storage said there is no such asset. `unreachable`: storage said nothing, which is never a 404. */
export type ManifestLookup = { readonly kind: "found"; readonly manifest: Manifest } | { readonly kind: "missing" } | { readonly kind: "unreachable" };

type Entry = { readonly manifest: Manifest | null; readonly readAtMs: number };

type Options = {
  readonly read: (assetId: string) => Promise<Manifest | null>;
  readonly nowMs: () => number;
  readonly freshMs: number;
  readonly maxEntries: number;
};

/**
 * Manifests in memory. A `ready` one older than `freshMs` is served as it is while it is read again behind the answer;
 * anything else is read again first. A read that fails keeps what is known.
 */
export class ManifestCache {
  readonly #options: Options;
  readonly #entries = new Map<string, Entry>();
  readonly #reading = new Map<string, Promise<Entry | null>>();

  constructor(options: Options) {
    this.#options = options;
  }

  async get(assetId: string): Promise<ManifestLookup> {
    const known = this.#entries.get(assetId);
    if (known !== undefined && this.#options.nowMs() - known.readAtMs < this.#options.freshMs) return toLookup(known);
    const reading = this.#refresh(assetId);
    if (known?.manifest?.state === "ready") return toLookup(known);
    const fresh = (await reading) ?? known;
    return fresh === undefined ? { kind: "unreachable" } : toLookup(fresh);
  }

  /** What is known without asking anyone. */
  peek(assetId: string): Manifest | null {
    return this.#entries.get(assetId)?.manifest ?? null;
  }

  /** Someone said that it changed: read it before the next answer. */
  forget(assetId: string): void {
    this.#entries.delete(assetId);
  }

  /** Hints may have been missed (Redis was away): read everything again before it is served. */
  forgetAll(): void {
    this.#entries.clear();
  }

  async #refresh(assetId: string): Promise<Entry | null> {
    const running = this.#reading.get(assetId);
    if (running !== undefined) return await running;
    const reading = this.#load(assetId);
    this.#reading.set(assetId, reading);
    try {
      return await reading;
    } finally {
      this.#reading.delete(assetId);
    }
  }

  /** @returns null when storage could not be asked */
  async #load(assetId: string): Promise<Entry | null> {
    try {
      const entry = { manifest: await this.#options.read(assetId), readAtMs: this.#options.nowMs() };
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

function toLookup(entry: Entry): ManifestLookup {
  return entry.manifest === null ? { kind: "missing" } : { kind: "found", manifest: entry.manifest };
}
