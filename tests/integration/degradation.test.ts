import { readFileSync, writeFileSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { Redis } from "ioredis";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getDegradation } from "#lib/degradation/verbs/get-degradation.ts";
import { setLevel } from "#lib/degradation/verbs/set-level.ts";
import { listEvents } from "#lib/events/verbs/list-events.ts";
import { type Actor, systemActor } from "#lib/people/model.ts";
import { upload, waitUntilFinal } from "#tests/support/api.ts";
import { makePhoto } from "#tests/support/photos.ts";
import { type TestPlatform, startPlatform } from "#tests/support/platform.ts";
import { waitFor } from "#tests/support/wait-for.ts";

const commander: Actor = { type: "user", id: "usr_commander", name: "Grace", role: "commander" };
let platform: TestPlatform;
let assetId: string;

beforeAll(async () => {
  platform = await startPlatform(["intake", "image", "delivery"]);
  const { asset } = await upload(platform.uploadUrl, await platform.makeKey("uploader"), await makePhoto({ width: 1700, height: 1000 }), { fields: { surface: "search" } });
  assetId = (await waitUntilFinal(asset.id)).id;
});
afterAll(async () => await platform.stop());
beforeEach(async () => {
  for (const scope of ["delivery", "rendering", "delivery:checkout", "delivery:search"] as const) await setLevel(commander, { level: "automatic", scope, reason: "start of a test" });
});

type Answer = { readonly status: number; readonly served: string | null; readonly level: string | null; readonly cache: string; readonly bytes: Buffer };
async function see(query = "", preset = "hero"): Promise<Answer> {
  const response = await fetch(`${platform.deliveryUrl}/i/${assetId}/${preset}${query}`, { headers: { accept: "image/avif,image/webp,*/*" } });
  return { status: response.status, served: response.headers.get("x-image-served"), level: response.headers.get("x-degradation-level"), cache: response.headers.get("cache-control") ?? "", bytes: Buffer.from(await response.arrayBuffer()) };
}
const seen = async (level: string, query = ""): Promise<void> => await waitFor(`level ${level} at delivery`, async () => (await see(query)).level === level, 5_000);

describe("a level set by hand", () => {
  it("changes what shoppers get, each level as it says, and back", async () => {
    await seen("0");
    const full = await see("?v=1");
    expect([full.served, full.cache.includes("immutable")]).toEqual(["variant", true]);

    await setLevel(commander, { level: 1, scope: "delivery", reason: "bandwidth at the limit" });
    await seen("1");
    const reduced = await see("?v=1");
    expect([reduced.served, reduced.cache.includes("immutable")]).toEqual(["reduced", false]);
    expect(reduced.bytes.length).toBeLessThan(full.bytes.length / 2);
    expect(await sharp(reduced.bytes).metadata()).toMatchObject({ format: "webp", width: 800 });

    await setLevel(commander, { level: 3, scope: "delivery", reason: "caches are cold" });
    await seen("3");
    const placeholder = await see("?v=1");
    expect(placeholder.served).toBe("placeholder");
    expect(placeholder.bytes.length).toBeLessThanOrEqual(600);

    await setLevel(commander, { level: 4, scope: "delivery", reason: "only text now" });
    await seen("4");
    const nothing = await see("?v=1");
    expect([nothing.status, nothing.served]).toEqual([200, "none"]);
    expect(nothing.bytes.length).toBeLessThan(200);
    expect(await sharp(nothing.bytes).metadata()).toMatchObject({ format: "webp", width: 1600, height: 941, hasAlpha: true });

    await setLevel(commander, { level: "automatic", scope: "delivery", reason: "over" });
    await seen("0");
    expect((await see("?v=1")).served).toBe("variant");
  });

  it("2 goes on with storage away from what this machine has kept, and shows placeholders for the rest", async () => {
    await see("", "card");
    await setLevel(commander, { level: 2, scope: "delivery", reason: "storage is failing" });
    await seen("2");
    const away = `${platform.storageDir}-away`;
    await rename(platform.storageDir, away);
    try {
      await platform.kill("delivery", "SIGKILL");
      await mkdir(join(platform.storageDir, "control"), { recursive: true });
      writeFileSync(join(platform.storageDir, "control/levers.json"), readFileSync(join(away, "control/levers.json")));
      await platform.start("delivery");
      await seen("2");
      expect((await see("", "card")).served).toBe("stale");
      expect((await see("", "zoom")).served).toMatch(/stale|nearest|placeholder/);
    } finally {
      await platform.kill("delivery", "SIGTERM");
      await rename(platform.storageDir, `${platform.storageDir}-broken`);
      await rename(away, platform.storageDir);
      await platform.start("delivery");
    }
  });

  it("for one surface touches that surface only, named in the URL or taken from the asset", async () => {
    await setLevel(commander, { level: 3, scope: "delivery:search", reason: "search is slow" });
    await seen("3");
    expect((await see("?s=search")).level).toBe("3");
    expect((await see("?s=checkout")).level).toBe("0");
    await setLevel(commander, { level: 1, scope: "delivery", reason: "everything else a little" });
    await seen("1", "?s=checkout");
    expect((await see("?s=search")).level).toBe("3");
  });

  it("reaches delivery without Redis too, by the file", async () => {
    const quiet = new Redis(process.env["REDIS_URL"] ?? "");
    // Nobody hears a hint when every subscriber is cut off right before it.
    await quiet.call("CLIENT", "KILL", "TYPE", "pubsub");
    await setLevel(commander, { level: 3, scope: "delivery", reason: "Redis is gone" });
    await seen("3");
    await quiet.quit();
  });

  it("for rendering makes new pictures with less work, and says which recipe so that the rest is owed", async () => {
    const key = await platform.makeKey("uploader");
    await setLevel(commander, { level: 1, scope: "rendering", reason: "the queue backs up" });
    await waitFor("the worker to hear of it", () => platform.logOf("image").includes('"file":"levers.json"'));
    const { revision } = await getDegradation(systemActor("test"));
    await waitFor("this change", () => platform.logOf("image").includes(`"file":"levers.json","revision":${revision}`));
    const { asset } = await upload(platform.uploadUrl, key, await makePhoto({ seed: 900, width: 800, height: 500 }));
    const lite = await waitUntilFinal(asset.id);
    expect(new Set(lite.variants.map((variant) => variant.format))).toEqual(new Set(["webp", "jpeg"]));
    expect(new Set(lite.variants.map((variant) => variant.recipeVersion))).toEqual(new Set(["r1-lite"]));
    expect((await see("", "card")).served).toBe("variant");
  });

  it("says who, why and until when, is in the audit log, and needs the right and a reason", async () => {
    await setLevel(commander, { level: 2, reason: "the night", ttlMinutes: 15 });
    const { scopes } = await getDegradation(systemActor("test"));
    for (const scope of ["rendering", "delivery"]) expect(scopes.find((state) => state.scope === scope)).toMatchObject({ level: 2, source: "manual", automaticLevel: 0, by: "Grace", reason: "the night" });
    expect(scopes.find((state) => state.scope === "delivery:checkout")).toMatchObject({ level: 0, source: "automatic" });
    const { items } = await listEvents(systemActor("test"), { limit: 2, subjectId: "delivery" });
    expect(items[0]).toMatchObject({ verb: "degradation.set", reason: "the night", before: { level: 0, source: "automatic" }, after: { level: 2, source: "manual" } });
    await expect(setLevel({ ...commander, role: "uploader" }, { level: 1, reason: "just so" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(setLevel(commander, { level: 1, reason: "" })).rejects.toThrow("say why");
    await setLevel(commander, { level: "automatic", reason: "over" });
  });

  it("is serialised: ten people at once leave ten entries and the last one's level", async () => {
    const { revision } = await getDegradation(systemActor("test"));
    await Promise.all(Array.from({ length: 10 }, async (_, index) => await setLevel(commander, { level: ((index % 4) + 1) as 1 | 2 | 3 | 4, scope: "delivery:checkout", reason: `person ${index}` })));
    const after = await getDegradation(systemActor("test"));
    expect(after.revision).toBe(revision + 10);
    const { items } = await listEvents(systemActor("test"), { limit: 1, subjectId: "delivery:checkout" });
    expect(after.scopes.find((state) => state.scope === "delivery:checkout")).toMatchObject({ reason: items[0]?.reason });
  });
});
