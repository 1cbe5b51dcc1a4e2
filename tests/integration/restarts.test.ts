import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listEvents } from "#lib/events/verbs/list-events.ts";
import { systemActor } from "#lib/people/model.ts";
import { upload, waitUntilFinal } from "#tests/support/api.ts";
import { makePhoto } from "#tests/support/photos.ts";
import { type TestPlatform, startPlatform } from "#tests/support/platform.ts";
import { type TestServices, startServices } from "#tests/support/services.ts";
import { waitFor } from "#tests/support/wait-for.ts";

const UPLOADS = 30;

let services: TestServices;
let platform: TestPlatform;
let key: string;

beforeAll(async () => {
  services = await startServices();
  platform = await startPlatform(["intake", "image", "delivery"], { DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl });
  key = await platform.makeKey("uploader");
}, 180_000);
afterAll(async () => {
  await platform.stop();
  await services.stop();
}, 60_000);

/** As a client does that was told to come back: the same Idempotency-Key until it is accepted. */
async function uploadStubbornly(seed: number): Promise<string> {
  const photo = await makePhoto({ seed, width: 700, height: 500 });
  let assetId: string | undefined;
  await waitFor(`upload ${seed} to be accepted`, async () => {
    const answer = await upload(platform.uploadUrl, key, photo, { headers: { "idempotency-key": `restart-${seed}` } });
    if (answer.status !== 503) expect([200, 201]).toContain(answer.status);
    assetId = answer.status === 503 ? undefined : answer.asset.id;
    return assetId !== undefined;
  });
  return assetId ?? "";
}

async function uploadAround(firstSeed: number, trouble: () => Promise<void>): Promise<readonly string[]> {
  const ids: string[] = [];
  let troubled: Promise<void> | undefined;
  for (let index = 0; index < UPLOADS; index += 1) {
    if (index === UPLOADS / 3) troubled = trouble();
    ids.push(await uploadStubbornly(firstSeed + index));
  }
  await troubled;
  return ids;
}

async function expectAllReadyOnce(ids: readonly string[]): Promise<void> {
  const assets = await Promise.all(ids.map(async (id) => await waitUntilFinal(id, 120_000)));
  expect(assets.map((asset) => asset.state)).toEqual(ids.map(() => "ready"));
  expect(new Set(ids).size).toBe(UPLOADS);
  for (const id of ids) {
    const { items } = await listEvents(systemActor("test"), { limit: 100, subjectId: id });
    expect(items.filter((event) => event.verb === "asset.ready")).toHaveLength(1);
  }
}

describe(`${UPLOADS} uploads`, () => {
  it("all become ready, none twice, around a restart of Postgres; delivery never notices", async () => {
    const first = await uploadStubbornly(2_000);
    await waitUntilFinal(first);
    const ids = await uploadAround(2_001, async () => {
      await services.postgres.stop();
      const response = await fetch(`${platform.deliveryUrl}/i/${first}/card`, { headers: { accept: "image/webp" } });
      expect([response.status, response.headers.get("x-image-served")]).toEqual([200, "variant"]);
      await services.postgres.start();
    });
    await expectAllReadyOnce(ids);
  }, 240_000);

  it("all become ready, none twice, around a restart of Redis", async () => {
    const ids = await uploadAround(2_100, async () => {
      await services.redis.stop();
      await services.redis.start();
    });
    await expectAllReadyOnce(ids);
  }, 240_000);

  it("all become ready, none twice, around the death of intake", async () => {
    const ids = await uploadAroundDeath();
    await expectAllReadyOnce(ids);
  }, 240_000);
});

/** A connection that breaks is a retry with the same key, too. */
async function uploadAroundDeath(): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < UPLOADS; index += 1) {
    if (index === UPLOADS / 3) {
      const cut = upload(platform.uploadUrl, key, await makePhoto({ seed: 2_299, width: 700, height: 500 })).catch(() => null);
      await platform.kill("intake", "SIGKILL");
      await cut;
      await platform.start("intake");
    }
    ids.push(await uploadStubbornly(2_200 + index));
  }
  return ids;
}
