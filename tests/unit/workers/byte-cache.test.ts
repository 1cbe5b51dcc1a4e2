import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { ByteCache } from "#workers/delivery/byte-cache.ts";

/** A storage in which every read is written down; sizes by key, everything else fails. */
function openCache(maxBytes: number, sizes: Readonly<Record<string, number>>) {
  const reads: string[] = [];
  const cache = new ByteCache(maxBytes, async (key) => {
    reads.push(key);
    const size = sizes[key];
    if (size === undefined) throw new Error(`cannot read ${key}`);
    return new Uint8Array(size).fill(size);
  });
  return { cache, reads };
}

const FOUR = { a: 40, b: 40, c: 40, d: 40 };

describe("bytes in memory", () => {
  test("read once, then kept", async () => {
    const { cache, reads } = openCache(100, FOUR);
    expect(cache.peek("a")).toBeUndefined();
    const first = await cache.get("a");
    expect(first).toHaveLength(40);
    expect(await cache.get("a")).toBe(first);
    expect(cache.peek("a")).toBe(first);
    expect(reads).toEqual(["a"]);
  });

  test("a hundred requests for one missing file are one read", async () => {
    const { cache, reads } = openCache(100, FOUR);
    const answers = await Promise.all(Array.from({ length: 100 }, async () => await cache.get("a")));
    expect(new Set(answers).size).toBe(1);
    expect(reads).toEqual(["a"]);
  });

  test("different files are read side by side", async () => {
    const gate = Promise.withResolvers<Uint8Array>();
    const reads: string[] = [];
    const cache = new ByteCache(100, async (key) => {
      reads.push(key);
      return await gate.promise;
    });
    const both = Promise.all([cache.get("a"), cache.get("b")]);
    await setImmediate();
    expect(reads).toEqual(["a", "b"]);
    gate.resolve(new Uint8Array(1));
    expect(await both).toHaveLength(2);
  });

  test("over the limit the least recently used goes, by bytes", async () => {
    const { cache } = openCache(100, FOUR);
    await cache.get("a");
    await cache.get("b");
    await cache.get("a");
    await cache.get("c");
    expect(["a", "b", "c"].map((key) => cache.peek(key) !== undefined)).toEqual([true, false, true]);
  });

  test("looking at an entry is using it", async () => {
    const { cache } = openCache(100, FOUR);
    await cache.get("a");
    await cache.get("b");
    cache.peek("a");
    await cache.get("c");
    expect(cache.peek("a")).toBeDefined();
    expect(cache.peek("b")).toBeUndefined();
  });

  test("exactly the limit stays, one large entry pushes out several small ones", async () => {
    const { cache } = openCache(100, { ...FOUR, small: 20, large: 90 });
    for (const key of ["a", "b", "small"]) await cache.get(key);
    expect(["a", "b", "small"].map((key) => cache.peek(key) !== undefined)).toEqual([true, true, true]);
    await cache.get("large");
    expect(["a", "b", "small", "large"].map((key) => cache.peek(key) !== undefined)).toEqual([false, false, false, true]);
  });

  test("what went out can come back, and counts once", async () => {
    const { cache, reads } = openCache(100, FOUR);
    for (const key of ["a", "b", "c", "a", "b", "c"]) await cache.get(key);
    expect(reads).toEqual(["a", "b", "c", "a", "b", "c"]);
    expect(["b", "c"].map((key) => cache.peek(key) !== undefined)).toEqual([true, true]);
  });

  test("a file larger than the whole memory is answered and not kept", async () => {
    const { cache, reads } = openCache(100, { huge: 101 });
    expect(await cache.get("huge")).toHaveLength(101);
    expect(cache.peek("huge")).toBeUndefined();
    await cache.get("huge");
    expect(reads).toEqual(["huge", "huge"]);
  });

  test("a failed read fails everyone who waited, is not kept, and is tried again", async () => {
    let fails = true;
    let reads = 0;
    const cache = new ByteCache(100, async () => {
      reads += 1;
      if (fails) throw new Error("storage is away");
      return new Uint8Array(3);
    });
    const results = await Promise.allSettled([cache.get("a"), cache.get("a"), cache.get("a")]);
    expect(results.map((result) => result.status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(reads).toBe(1);
    expect(cache.peek("a")).toBeUndefined();
    fails = false;
    expect(await cache.get("a")).toHaveLength(3);
    expect(reads).toBe(2);
  });
});

describe("memory, disk, storage", () => {
  function openBoth(onDisk: readonly string[]) {
    const asked: string[] = [];
    const read = async (key: string): Promise<Uint8Array> => {
      asked.push(`storage ${key}`);
      return new Uint8Array(40);
    };
    const readLocal = async (key: string): Promise<Uint8Array | null> => {
      asked.push(`disk ${key}`);
      return onDisk.includes(key) ? new Uint8Array(40) : null;
    };
    return { asked, cache: new ByteCache(100, read, readLocal) };
  }

  test("disk is asked before storage, and storage only when disk has nothing", async () => {
    const { asked, cache } = openBoth(["a"]);
    await cache.get("a");
    await cache.get("b");
    expect(asked).toEqual(["disk a", "disk b", "storage b"]);
  });

  test("locally, storage is never asked: what is nowhere near is null and stays so", async () => {
    const { asked, cache } = openBoth(["a"]);
    expect(await cache.getLocal("b")).toBeNull();
    expect(await cache.getLocal("b")).toBeNull();
    expect(await cache.getLocal("a")).toHaveLength(40);
    expect(asked).toEqual(["disk b", "disk b", "disk a"]);
  });

  test("what came from disk is kept in memory, within the same limit", async () => {
    const { asked, cache } = openBoth(["a", "b", "c"]);
    for (const key of ["a", "b", "c", "c"]) await cache.getLocal(key);
    expect(asked).toEqual(["disk a", "disk b", "disk c"]);
    expect(["a", "b", "c"].map((key) => cache.peek(key) !== undefined)).toEqual([false, true, true]);
  });
});

describe("counting", () => {
  test("the same file kept twice counts once, and one larger than the cache pushes nothing out", async () => {
    const sizes: Readonly<Record<string, number>> = { a: 40, b: 40, huge: 400 };
    const read = async (key: string): Promise<Uint8Array> => new Uint8Array(sizes[key] ?? 0);
    const cache = new ByteCache(100, read, read);
    await Promise.all([cache.getLocal("a"), cache.get("a")]);
    await cache.get("b");
    await cache.get("huge");
    expect(["a", "b", "huge"].map((key) => cache.peek(key) !== undefined)).toEqual([true, true, false]);
  });
});
