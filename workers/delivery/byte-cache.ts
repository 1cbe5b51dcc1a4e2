/**
 * Bytes of variants by storage key, least recently used out first. Keys are content hashes, so an entry never goes stale.
 * Concurrent misses of one key are one read.
 */
export class ByteCache {
  readonly #maxBytes: number;
  readonly #read: (key: string) => Promise<Uint8Array>;
  readonly #entries = new Map<string, Uint8Array>();
  readonly #reading = new Map<string, Promise<Uint8Array>>();
  #bytes = 0;

  constructor(maxBytes: number, read: (key: string) => Promise<Uint8Array>) {
    this.#maxBytes = maxBytes;
    this.#read = read;
  }

  /** What is in memory right now. */
  peek(key: string): Uint8Array | undefined {
    const found = this.#entries.get(key);
    if (found === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, found);
    return found;
  }

  async get(key: string): Promise<Uint8Array> {
    const found = this.peek(key);
    if (found !== undefined) return found;
    const running = this.#reading.get(key);
    if (running !== undefined) return await running;
    const reading = this.#load(key);
    this.#reading.set(key, reading);
    try {
      return await reading;
    } finally {
      this.#reading.delete(key);
    }
  }

  async #load(key: string): Promise<Uint8Array> {
    const bytes = await this.#read(key);
    this.#entries.set(key, bytes);
    this.#bytes += bytes.length;
    for (const [oldest, old] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#entries.delete(oldest);
      this.#bytes -= old.length;
    }
    return bytes;
  }
}
