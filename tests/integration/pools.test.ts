import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { updateAsset } from "#lib/assets/verbs/update-asset.ts";
import { listEvents } from "#lib/events/verbs/list-events.ts";
import { type Actor, systemActor } from "#lib/people/model.ts";
import { listQueues } from "#lib/queues/verbs/list-queues.ts";
import { upload, waitUntilFinal } from "#tests/support/api.ts";
import { makePhoto } from "#tests/support/photos.ts";
import { type TestPlatform, startPlatform } from "#tests/support/platform.ts";
import { descendantsOf } from "#tests/support/processes.ts";

const marketing: Actor = { type: "user", id: "usr_marketing", name: "Mary", role: "uploader" };
let platform: TestPlatform;
let key: string;

beforeAll(async () => {
  platform = await startPlatform(["intake"]);
  key = await platform.makeKey("uploader");
});
afterAll(async () => await platform.stop());

const waitingIn = async (pool: string): Promise<number> => (await listQueues(systemActor("test"))).find((queue) => queue.pool === pool)?.waiting ?? -1;

describe("pools", () => {
  it("take uploads by their size and urgency, and one that becomes urgent while it waits overtakes", async () => {
    const [interactive, standard, bulk] = [await waitingIn("interactive"), await waitingIn("standard"), await waitingIn("bulk")];
    const small = await upload(platform.uploadUrl, key, await makePhoto({ seed: 800, width: 300, height: 200 }));
    const camera = await upload(platform.uploadUrl, key, await makePhoto({ seed: 801, width: 2400, height: 1600 }));
    const batch = await upload(platform.uploadUrl, key, await makePhoto({ seed: 802, width: 300, height: 200 }), { fields: { priority: "bulk" } });
    expect([await waitingIn("interactive"), await waitingIn("standard"), await waitingIn("bulk")]).toEqual([interactive + 1, standard + 1, bulk + 1]);
    expect((await listQueues(systemActor("test"))).find((queue) => queue.pool === "bulk")?.oldestWaitingMs).toBeGreaterThanOrEqual(0);

    await updateAsset(marketing, { id: batch.asset.id, priority: "urgent", altText: "The sale starts now" });
    expect(await waitingIn("interactive")).toBe(interactive + 2);

    await platform.start("image");
    const assets = await Promise.all([small, camera, batch].map(async ({ asset }) => await waitUntilFinal(asset.id)));
    expect(assets.map((asset) => asset.state)).toEqual(["ready", "ready", "ready"]);
    expect(assets[2]?.altText).toBe("The sale starts now");
    const { items } = await listEvents(systemActor("test"), { limit: 20, subjectId: batch.asset.id });
    expect(items.filter((event) => event.verb === "asset.ready")).toHaveLength(1);
    expect(items.find((event) => event.verb === "asset.updated")).toMatchObject({ before: { priority: "bulk", altText: null }, after: { priority: "urgent" } });
  });

  it("have children of their own, the bulk ones at the lowest CPU priority", async () => {
    const { readFileSync } = await import("node:fs");
    const decoders = descendantsOf(platform.pidOf("image")).filter((child) => child.command.startsWith(process.execPath) && child.command.includes("sandbox/child.ts"));
    const niceness = decoders.map(({ pid }) => {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
    });
    // A child that was just replaced comes with the next job, so only what kinds there are is certain.
    expect(new Set(niceness)).toEqual(new Set([0, 19]));
  });
});
