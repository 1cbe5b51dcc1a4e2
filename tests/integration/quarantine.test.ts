import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getAsset } from "#lib/assets/verbs/get-asset.ts";
import { listEvents } from "#lib/events/verbs/list-events.ts";
import { type Actor, systemActor } from "#lib/people/model.ts";
import { quarantineAsset } from "#lib/quarantine/verbs/quarantine-asset.ts";
import { quarantineCohort } from "#lib/quarantine/verbs/quarantine-cohort.ts";
import { releaseAsset } from "#lib/quarantine/verbs/release-asset.ts";
import { upload, waitUntilFinal } from "#tests/support/api.ts";
import { makePhoto } from "#tests/support/photos.ts";
import { type TestPlatform, startPlatform } from "#tests/support/platform.ts";
import { waitFor } from "#tests/support/wait-for.ts";

const responder: Actor = { type: "user", id: "usr_responder", name: "Katherine", role: "responder" };
let platform: TestPlatform;
let key: string;

beforeAll(async () => {
  platform = await startPlatform(["intake", "image", "delivery"]);
  key = await platform.makeKey("uploader");
});
afterAll(async () => await platform.stop());

const put = async (seed: number, surface = "search"): Promise<string> => {
  const { asset } = await upload(platform.uploadUrl, key, await makePhoto({ seed, width: 500, height: 300 }), { fields: { surface } });
  expect((await waitUntilFinal(asset.id)).state).toBe("ready");
  return asset.id;
};
const look = async (id: string): Promise<Response> => await fetch(`${platform.deliveryUrl}/i/${id}/card`, { headers: { accept: "image/webp" } });
const gone = async (id: string): Promise<void> => await waitFor(`${id} to answer 410`, async () => (await look(id)).status === 410, 3_000);

describe("a quarantine by hand", () => {
  it("answers 410 with a picture not made from the asset, and release brings it back", async () => {
    const id = await put(700);
    const before = await look(id);
    const after = await quarantineAsset(responder, { id, reason: "a customer's face" });
    expect(after).toMatchObject({ state: "quarantined", reasons: [{ code: "by-hand", detail: "a customer's face" }] });
    await gone(id);
    const answer = await look(id);
    expect(answer.headers.get("x-image-served")).toBe("placeholder");
    expect(await answer.text()).not.toBe(await before.text());

    await releaseAsset(responder, { id, reason: "the customer agreed" });
    expect((await waitUntilFinal(id)).state).toBe("ready");
    await waitFor("it to be served again", async () => (await look(id)).headers.get("x-image-served") === "variant", 5_000);
    const { items } = await listEvents(systemActor("test"), { limit: 10, subjectId: id });
    expect(items.map((event) => event.verb).slice(0, 4).toReversed()).toEqual(["asset.quarantined", "asset.released", "asset.rendering", "asset.ready"]);
  });

  it("reaches delivery by the tombstone file alone, while its manifest still says ready and Redis says nothing", async () => {
    const id = await put(701);
    await look(id);
    const { readTombstones, writeTombstones } = await import("#lib/quarantine/tombstones-file.ts");
    const { withTombstones } = await import("#lib/quarantine/rules/tombstones.ts");
    const { storage } = await import("#lib/edges/storage/open.ts");
    const store = await storage();
    await writeTombstones(store, withTombstones(await readTombstones(store), { add: [id] }, new Date()));
    await gone(id);
  });

  it("of content takes every copy, and every later upload of it", async () => {
    const [first, copy] = [await put(702), await put(702)];
    await quarantineAsset(responder, { id: first, reason: "stolen picture", scope: "content" });
    await Promise.all([gone(first), gone(copy)]);
    const again = await upload(platform.uploadUrl, key, await makePhoto({ seed: 702, width: 500, height: 300 }));
    expect(again.asset).toMatchObject({ state: "quarantined", reasons: [{ code: "known-bad-content" }] });
    expect((await look(again.asset.id)).status).toBe(410);
  });

  it("of a cohort says first what it would hit, and then hits exactly that", async () => {
    const campaign = await platform.makeKey("uploader");
    const mine = await put(703);
    const theirs: string[] = [];
    for (let seed = 710; seed < 714; seed += 1) theirs.push((await upload(platform.uploadUrl, campaign, await makePhoto({ seed, width: 200, height: 100 }), { fields: { surface: "checkout" } })).asset.id);
    await Promise.all(theirs.map(async (id) => await waitUntilFinal(id)));
    const { items } = await listEvents(systemActor("test"), { limit: 10, subjectId: theirs[0] });
    const uploadedBy = `key:${items.at(-1)?.actor.id ?? ""}`;

    const dry = await quarantineCohort(responder, { cohort: { uploadedBy }, reason: "a bad batch", dryRun: true });
    expect(dry).toMatchObject({ assets: 4, sources: 4, surfaces: ["checkout"], applied: false });
    expect(dry.variants).toBeGreaterThan(4 * 5);
    expect((await look(theirs[0] ?? "")).status).toBe(200);

    expect(await quarantineCohort(responder, { cohort: { uploadedBy }, reason: "a bad batch" })).toMatchObject({ assets: 4, applied: true });
    await Promise.all(theirs.map(gone));
    expect((await look(mine)).status).toBe(200);
  });

  it("needs the right, a reason and a cohort that means something", async () => {
    const id = await put(720);
    await expect(quarantineAsset({ ...responder, role: "uploader" }, { id, reason: "no right" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(quarantineAsset(responder, { id, reason: " " })).rejects.toThrow("say why");
    await expect(quarantineCohort(responder, { cohort: {}, reason: "everything?" })).rejects.toThrow("name at least one");
    await expect(releaseAsset(responder, { id, reason: "it never was" })).rejects.toMatchObject({ code: "conflict" });
    expect((await getAsset(systemActor("test"), id)).state).toBe("ready");
  });
});
