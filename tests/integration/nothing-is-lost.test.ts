import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { storageKeys } from "#lib/edges/storage/keys.ts";
import { listEvents } from "#lib/events/verbs/list-events.ts";
import { systemActor } from "#lib/people/model.ts";
import { manifestSchema } from "#lib/rendering/model.ts";
import { upload, waitUntilFinal } from "#tests/support/api.ts";
import { makePhoto } from "#tests/support/photos.ts";
import { type TestPlatform, startPlatform } from "#tests/support/platform.ts";
import { descendantsOf, isAlive, readRssBytes } from "#tests/support/processes.ts";
import { waitFor } from "#tests/support/wait-for.ts";

let platform: TestPlatform;
let key: string;

beforeAll(async () => {
  platform = await startPlatform(["intake", "image"]);
  key = await platform.makeKey("uploader");
});
afterAll(async () => await platform.stop());

async function uploadMany(count: number, firstSeed: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { status, asset } = await upload(platform.uploadUrl, key, await makePhoto({ seed: firstSeed + index, width: 900, height: 600 }));
    expect(status).toBe(201);
    ids.push(asset.id);
  }
  return ids;
}

async function countReadyEvents(assetId: string): Promise<number> {
  const { items } = await listEvents(systemActor("test"), { limit: 100, subjectId: assetId });
  return items.filter((event) => event.verb === "asset.ready").length;
}

/** An idle decoder holds 75 MB, one with a picture of 24 megapixels in it well over 130 MB. */
const BUSY_RSS_BYTES = 115 * 1024 * 1024;
const decoders = () => descendantsOf(platform.pidOf("image")).filter((child) => child.command.includes("sandbox/child.ts"));

describe("an accepted upload", () => {
  it("becomes ready, once, when the image worker is killed with 20 uploads under way; no decoder outlives it", async () => {
    const ids = await uploadMany(20, 100);
    const orphans = descendantsOf(platform.pidOf("image"));
    expect(orphans.length).toBeGreaterThan(0);
    await platform.kill("image", "SIGKILL");
    await waitFor("the decoders to end with their worker", () => orphans.every((child) => !isAlive(child.pid)));
    await platform.start("image");
    const assets = await Promise.all(ids.map(async (id) => await waitUntilFinal(id, 120_000)));
    expect(assets.map((asset) => asset.state)).toEqual(ids.map(() => "ready"));
    expect(await Promise.all(ids.map(countReadyEvents))).toEqual(ids.map(() => 1));
    const manifests = ids.map((id) => manifestSchema.parse(JSON.parse(readFileSync(join(platform.storageDir, storageKeys.manifest(id)), "utf8"))));
    expect(manifests.every((manifest) => manifest.state === "ready" && manifest.variants.filter((variant) => !variant.reduced).length === 15)).toBe(true);
  }, 180_000);

  it("becomes ready when Redis forgets everything", async () => {
    await platform.kill("image", "SIGTERM");
    const ids = await uploadMany(3, 200);
    const redis = new Redis(inject("redisUrl"));
    await redis.flushall();
    await redis.quit();
    await platform.start("image");
    const assets = await Promise.all(ids.map(async (id) => await waitUntilFinal(id, 60_000)));
    expect(assets.map((asset) => asset.state)).toEqual(["ready", "ready", "ready"]);
  }, 120_000);

  it("survives the death of its decoder once, and is quarantined with the evidence when it kills it twice", async () => {
    const [unlucky = ""] = await uploadMany(1, 300);
    expect((await waitUntilFinal(unlucky)).state).toBe("ready");

    // A decoder that always dies stands for a file that crashes it: each is killed once its memory shows a picture in it.
    const large = await makePhoto({ width: 6000, height: 4000, seed: 301 });
    let killed = 0;
    const hunter = setInterval(() => {
      for (const child of decoders().filter(({ pid }) => readRssBytes(pid) > BUSY_RSS_BYTES)) {
        process.kill(child.pid, "SIGKILL");
        killed += 1;
      }
    }, 20);
    const { asset } = await upload(platform.uploadUrl, key, large);
    const poisoned = await waitUntilFinal(asset.id).finally(() => clearInterval(hunter));
    expect(killed).toBeGreaterThan(1);
    expect(poisoned).toMatchObject({ state: "quarantined", reasons: [{ code: "poison" }] });
    const { items } = await listEvents(systemActor("test"), { limit: 10, subjectId: asset.id });
    expect(items[0]).toMatchObject({ verb: "asset.quarantined", reason: "poison", after: { evidence: { deaths: 2, story: expect.stringContaining("SIGKILL") } } });

    const [after = ""] = await uploadMany(1, 302);
    expect((await waitUntilFinal(after)).state).toBe("ready");
  }, 120_000);
});
