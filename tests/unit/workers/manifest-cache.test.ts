import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Manifest } from "#lib/rendering/model.ts";
import { ASSET_ID, sampleManifest } from "#tests/unit/delivery/sample-manifest.ts";
import { ManifestCache, type ManifestLookup } from "#workers/delivery/manifest-cache.ts";

const FRESH_MS = 1_000;
const CONFIRM_MS = 10_000;
const STALE_MS = 5_000;

/** A cache over a storage whose answer is set by the test and counted. */
function openCache(stored: Manifest | null | "away", maxEntries = 10, onDisk: Manifest | null = null) {
  const world = { stored, nowMs: 0, reads: 0 };
  const read = async (): Promise<Manifest | null> => {
    world.reads += 1;
    if (world.stored === "away") throw new Error("storage is away");
    return world.stored;
  };
  const readLocal = async (): Promise<Manifest | null> => onDisk;
  return { world, cache: new ManifestCache({ read, readLocal, nowMs: () => world.nowMs, freshMs: FRESH_MS, confirmMs: CONFIRM_MS, staleMs: STALE_MS, maxEntries }) };
}

const found = (manifest: Manifest, stale = false): ManifestLookup => ({ kind: "found", manifest, stale });

const READY = sampleManifest();
const NEXT = sampleManifest({ version: 4 });
const PENDING = sampleManifest({ state: "pending" });
const QUARANTINED = sampleManifest({ state: "quarantined" });

describe("manifests in memory", () => {
  test("fresh: read once", async () => {
    const { world, cache } = openCache(READY);
    expect(await cache.get(ASSET_ID)).toEqual(found(READY));
    world.stored = NEXT;
    world.nowMs = FRESH_MS - 1;
    expect(await cache.get(ASSET_ID)).toEqual(found(READY));
    expect(world.reads).toBe(1);
  });

  test("a ready one past its time is served as it is, and the next answer is the new one", async () => {
    const { world, cache } = openCache(READY);
    await cache.get(ASSET_ID);
    world.stored = NEXT;
    world.nowMs = FRESH_MS;
    expect(await cache.get(ASSET_ID)).toEqual(found(READY));
    await setImmediate();
    expect(await cache.get(ASSET_ID)).toEqual(found(NEXT));
    expect(world.reads).toBe(2);
  });

  test.each<[string, Manifest | null]>([
    ["pending", PENDING],
    ["quarantined", QUARANTINED],
    ["missing", null],
  ])("%s past its time is read again before the answer", async (_state, manifest) => {
    const { world, cache } = openCache(manifest);
    await cache.get(ASSET_ID);
    world.stored = READY;
    world.nowMs = FRESH_MS;
    expect(await cache.get(ASSET_ID)).toEqual(found(READY));
  });

  test("what storage says is not there is missing, for as long as that is fresh", async () => {
    const { world, cache } = openCache(null);
    expect(await cache.get(ASSET_ID)).toEqual({ kind: "missing" });
    expect(await cache.get(ASSET_ID)).toEqual({ kind: "missing" });
    expect(world.reads).toBe(1);
  });

  test("a hundred requests for one asset are one read", async () => {
    const { world, cache } = openCache(READY);
    await Promise.all(Array.from({ length: 100 }, async () => await cache.get(ASSET_ID)));
    expect(world.reads).toBe(1);
  });
});

describe("storage that says nothing", () => {
  test("of an asset never seen: unreachable, never missing, and asked again at once", async () => {
    const { world, cache } = openCache("away");
    expect(await cache.get(ASSET_ID)).toEqual({ kind: "unreachable" });
    world.stored = READY;
    expect(await cache.get(ASSET_ID)).toEqual(found(READY));
  });

  test.each<[string, Manifest | null]>([
    ["ready", READY],
    ["pending", PENDING],
    ["quarantined", QUARANTINED],
    ["missing", null],
  ])("what is known stays, and says so when it grows old: %s", async (_state, manifest) => {
    const { world, cache } = openCache(manifest);
    await cache.get(ASSET_ID);
    world.stored = "away";
    for (const nowMs of [FRESH_MS, STALE_MS, 60_000, 3_600_000]) {
      world.nowMs = nowMs;
      expect(await cache.get(ASSET_ID)).toEqual(manifest === null ? { kind: "missing" } : found(manifest, nowMs > STALE_MS));
      await setImmediate();
    }
    expect(world.reads).toBe(5);
  });

  test.each<[string, (cache: ManifestCache) => void]>([
    ["after a restart", () => undefined],
    ["after a hint", (cache) => cache.doubt(ASSET_ID)],
    ["after missed hints", (cache) => cache.doubtAll()],
  ])("%s, what this machine's disk remembers is served as stale", async (_when, act) => {
    const { cache } = openCache("away", 10, READY);
    act(cache);
    expect(await cache.get(ASSET_ID)).toEqual(found(READY, true));
  });

  test("and is replaced once storage answers again", async () => {
    const { world, cache } = openCache(PENDING);
    await cache.get(ASSET_ID);
    world.stored = "away";
    world.nowMs = FRESH_MS;
    await cache.get(ASSET_ID);
    world.stored = READY;
    expect(await cache.get(ASSET_ID)).toEqual(found(READY));
  });
});

describe("hints", () => {
  test("an asset that changed is read before its next answer, however fresh it was", async () => {
    const { world, cache } = openCache(READY);
    await cache.get(ASSET_ID);
    world.stored = QUARANTINED;
    cache.doubt(ASSET_ID);
    expect(await cache.get(ASSET_ID)).toEqual(found(QUARANTINED));
  });

  test("after missed hints everything is", async () => {
    const { world, cache } = openCache(READY);
    await cache.get(ASSET_ID);
    world.stored = QUARANTINED;
    cache.doubtAll();
    expect(await cache.get(ASSET_ID)).toEqual(found(QUARANTINED));
  });

  test("a read that was under way when the hint came is never kept: what it brings is too old", async () => {
    const gate = Promise.withResolvers<Manifest | null>();
    const answers = [gate.promise, Promise.resolve(QUARANTINED)];
    const cache = new ManifestCache({ read: async () => (await answers.shift()) ?? QUARANTINED, readLocal: async () => null, nowMs: () => 0, freshMs: FRESH_MS, confirmMs: CONFIRM_MS, staleMs: STALE_MS, maxEntries: 10 });
    const early = cache.get(ASSET_ID);
    cache.doubt(ASSET_ID);
    const late = cache.get(ASSET_ID);
    gate.resolve(READY);
    expect(await late).toEqual(found(QUARANTINED));
    await early;
    expect(await cache.get(ASSET_ID)).toEqual(found(QUARANTINED));
  });

  test("a lost hint costs ten seconds at most: what is older is read before it is served", async () => {
    const { world, cache } = openCache(READY);
    await cache.get(ASSET_ID);
    world.stored = QUARANTINED;
    world.nowMs = CONFIRM_MS;
    expect(await cache.get(ASSET_ID)).toEqual(found(QUARANTINED));
  });

  test("missed hints take nothing away while storage is away too", async () => {
    const { world, cache } = openCache(READY);
    await cache.get(ASSET_ID);
    world.stored = "away";
    cache.doubtAll();
    expect(await cache.get(ASSET_ID)).toEqual(found(READY, true));
  });

  test("a hint about an asset nobody asked for costs nothing", async () => {
    const { world, cache } = openCache(READY);
    cache.doubt("ast_other");
    expect(world.reads).toBe(0);
    await cache.get(ASSET_ID);
    expect(world.reads).toBe(1);
  });
});

describe("memory", () => {
  test("only so many are kept: the one read longest ago goes", async () => {
    const { world, cache } = openCache(READY, 2);
    for (const id of ["a", "b", "c"]) await cache.get(id);
    expect(await Promise.all(["a", "b", "c"].map(async (id) => (await cache.getLocal(id)).kind))).toEqual(["unreachable", "found", "found"]);
    await cache.get("c");
    expect(world.reads).toBe(3);
    await cache.get("a");
    expect(world.reads).toBe(4);
  });

  test("locally, storage is never asked: memory, then disk, then nothing is known", async () => {
    const { world, cache } = openCache(NEXT, 10, READY);
    expect(await cache.getLocal(ASSET_ID)).toEqual(found(READY, true));
    expect(world.reads).toBe(0);
    await cache.get(ASSET_ID);
    expect(await cache.getLocal(ASSET_ID)).toEqual(found(NEXT));
    expect(world.reads).toBe(1);
    expect(await openCache(READY).cache.getLocal(ASSET_ID)).toEqual({ kind: "unreachable" });
  });
});
