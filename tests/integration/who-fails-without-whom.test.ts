import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, describe, expect, it } from "vitest";
import { storageKeys } from "#lib/edges/storage/keys.ts";
import { openFileStorage } from "#lib/edges/storage/file-storage.ts";
import { writeManifest } from "#lib/rendering/manifest-file.ts";
import { readyManifest } from "#lib/rendering/rules/manifest.ts";
import { upload } from "#tests/support/api.ts";
import { makePhoto } from "#tests/support/photos.ts";
import { type TestPlatform, startPlatform } from "#tests/support/platform.ts";

/** Nothing listens on port 1. */
const NO_REDIS = { REDIS_URL: "redis://127.0.0.1:1" };
const NO_POSTGRES = { DATABASE_URL: "postgresql://nobody:nothing@127.0.0.1:1/none" };
const ASSET = "ast_01kaaaaaaaaaaaaaaaaaaaaaaa";
const SHA256 = "ab".repeat(32);

let platform: TestPlatform | undefined;
afterEach(async () => await platform?.stop());

async function publishByHand(storageDir: string): Promise<void> {
  const storage = await openFileStorage(storageDir);
  const webp = await sharp(await makePhoto({ width: 400, height: 300 })).webp().toBuffer();
  await storage.put(storageKeys.variant(SHA256, "webp"), webp);
  const variants = [{ reduced: false, preset: "card", format: "webp", width: 400, height: 300, bytes: webp.length, sha256: SHA256 } as const];
  const outcome = { width: 400, height: 300, recipeVersion: "r1", placeholders: [], color: "#335577", variants };
  await writeManifest(storage, readyManifest({ assetId: ASSET, version: 1, surface: null }, outcome, new Date(0)));
}

describe("delivery", () => {
  it("serves from a cold start with Postgres and Redis both away", async () => {
    platform = await startPlatform(["delivery"], { ...NO_REDIS, ...NO_POSTGRES });
    await publishByHand(platform.storageDir);
    const response = await fetch(`${platform.deliveryUrl}/i/${ASSET}/card`, { headers: { accept: "image/webp" } });
    expect([response.status, response.headers.get("x-image-served"), response.headers.get("content-type")]).toEqual([200, "variant", "image/webp"]);
  });

  it("answers with the nearest variant, then with a box of the picture's own colour, and says so", async () => {
    platform = await startPlatform(["delivery"], { ...NO_REDIS, ...NO_POSTGRES });
    await publishByHand(platform.storageDir);
    const nearest = await fetch(`${platform.deliveryUrl}/i/${ASSET}/hero`, { headers: { accept: "image/webp" } });
    expect([nearest.status, nearest.headers.get("x-image-served")]).toEqual([200, "nearest"]);
    expect(nearest.headers.get("cache-control")).not.toContain("immutable");
    const box = await fetch(`${platform.deliveryUrl}/i/${ASSET}/card.jpg`);
    expect([box.status, box.headers.get("x-image-served")]).toEqual([200, "placeholder"]);
    const { data, info } = await sharp(Buffer.from(await box.arrayBuffer())).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, [...data.subarray(0, 3)]]).toEqual([400, 300, [0x33, 0x55, 0x77]]);
  });

  it("does not call an asset unknown when it is storage that cannot be asked", async () => {
    platform = await startPlatform(["delivery"], { ...NO_REDIS, ...NO_POSTGRES });
    // A file where a folder belongs: every read fails, and not with "no such file".
    await mkdir(join(platform.storageDir, storageKeys.manifest(ASSET)), { recursive: true });
    const response = await fetch(`${platform.deliveryUrl}/i/${ASSET}/card`);
    expect([response.status, response.headers.get("x-image-served")]).toEqual([200, "placeholder"]);
  });
});

describe("intake", () => {
  it("refuses uploads with 503 and Retry-After while Postgres is away, and stores nothing", async () => {
    platform = await startPlatform(["intake"], NO_POSTGRES);
    const { status, problem, headers } = await upload(platform.uploadUrl, "sw_abcdefgh_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", await makePhoto());
    expect([status, problem.code, problem.reason, headers.get("retry-after")]).toEqual([503, "unavailable", "database-away", "5"]);
  });
});

describe("front", () => {
  it("shows a page that works without the console when web is dead, and tells programs in their language", async () => {
    platform = await startPlatform(["front", "intake"]);
    const page = await fetch(`${platform.frontUrl}/assets`, { headers: { accept: "text/html" } });
    expect([page.status, page.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await page.text()).toContain("The console is away");
    const answer = await fetch(`${platform.frontUrl}/api/v1/assets`);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([503, "application/problem+json"]);
    expect(await answer.json()).toMatchObject({ code: "unavailable", reason: "web-away" });
  });

  it("carries uploads to intake with web dead, and says 413 through the proxy before the bytes are wasted", async () => {
    platform = await startPlatform(["front", "intake"], { SEAWALL_MAX_UPLOAD_BYTES: String(1024 * 1024) });
    const key = await platform.makeKey("uploader");
    const url = `${platform.frontUrl}/api/v1/uploads`;
    expect((await upload(url, key, await makePhoto({ width: 200, height: 100 }))).status).toBe(201);
    expect((await upload(url, key, Buffer.alloc(3 * 1024 * 1024, 7))).problem).toMatchObject({ code: "payload_too_large" });
  });
});
