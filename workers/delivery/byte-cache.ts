type Read = (key: string) => Promise<Uint8Array>;
type ReadLocal = (key: string) => Promise<Uint8Array | null>;

/**
 * Bytes of variants by storage key, least recently used out first. Keys are content hashes, so an entry never goes stale.
 * Memory, then this machine's disk, then storage; concurrent misses of one key are one read.
 */
export class ByteCache {
  readonly #maxBytes: number;
  readonly #read: Read;
  readonly #readLocal: ReadLocal;
  readonly #entries = new Map<string, Uint8Array>();
  readonly #reading = new Map<string, Promise<Uint8Array>>();
  #bytes = 0;

  constructor(maxBytes: number, read: Read, readLocal: ReadLocal = async () => null) {
    this.#maxBytes = maxBytes;
    this.#read = read;
    this.#readLocal = readLocal;
  }

  /** What is in memory right now. */
  peek(key: string): Uint8Array | undefined {
    const found = this.#entries.get(key);
    if (found === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, found);
    return found;
  }

  /** Memory or disk, never storage; null when it is in neither. */
  async getLocal(key: string): Promise<Uint8Array | null> {
    const found = this.peek(key) ?? (await this.#readLocal(key));
    if (found !== null && !this.#entries.has(key)) this.#keep(key, found);
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
    const bytes = (await this.#readLocal(key)) ?? (await this.#read(key));
    this.#keep(key, bytes);
    return bytes;
  }

  #keep(key: string, bytes: Uint8Array): void {
    // One file larger than the whole cache would empty it and still not fit.
    if (bytes.length > this.#maxBytes) return;
    this.#bytes += bytes.length - (this.#entries.get(key)?.length ?? 0);
    this.#entries.delete(key);
    this.#entries.set(key, bytes);
    for (const [oldest, old] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#entries.delete(oldest);
      this.#bytes -= old.length;
    }
  }
}
