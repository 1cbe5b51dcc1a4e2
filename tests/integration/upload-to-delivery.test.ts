import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { presetWidthPx, presets } from "#lib/recipes/model.ts";
import { listEvents } from "#lib/events/verbs/list-events.ts";
import { systemActor } from "#lib/people/model.ts";
import { upload, waitUntilFinal } from "#tests/support/api.ts";
import { makePhoto } from "#tests/support/photos.ts";
import { type TestPlatform, startPlatform } from "#tests/support/platform.ts";

let platform: TestPlatform;
let key: string;

beforeAll(async () => {
  platform = await startPlatform(["intake", "image", "delivery"], { SEAWALL_MAX_UPLOAD_BYTES: String(8 * 1024 * 1024) });
  key = await platform.makeKey("uploader");
});
afterAll(async () => await platform.stop());

const fetchImage = async (path: string, accept: string): Promise<Response> => await fetch(`${platform.deliveryUrl}${path}`, { headers: { accept } });
const staged = (): readonly string[] => readdirSync(join(platform.dataDir, "staging"));

describe("a photo", () => {
  it("goes in by a multipart upload and comes out at every preset in the format the client likes best", async () => {
    const photo = await makePhoto({ width: 3000, height: 2000 });
    const answer = await upload(platform.uploadUrl, key, photo, { fields: { altText: "A coast", surface: "checkout" } });
    expect(answer.status).toBe(201);
    expect(answer.asset).toMatchObject({ state: "queued", bytes: photo.length, width: 3000, height: 2000, format: "jpeg", altText: "A coast", surface: "checkout", sha256: createHash("sha256").update(photo).digest("hex") });

    const asset = await waitUntilFinal(answer.asset.id);
    expect(asset).toMatchObject({ state: "ready", reasons: [] });
    expect(asset.variants).toHaveLength(15);

    for (const [accept, format] of [["image/avif,image/webp,*/*", "avif"], ["image/webp,*/*", "webp"], ["image/jpeg", "jpeg"], ["*/*", "jpeg"]] as const) {
      for (const preset of presets) {
        const response = await fetchImage(`/i/${asset.id}/${preset}`, accept);
        expect([response.status, response.headers.get("content-type"), response.headers.get("x-image-served")]).toEqual([200, `image/${format}`, "variant"]);
        const metadata = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
        expect([metadata.format === "heif" ? "avif" : metadata.format, metadata.width]).toEqual([format, presetWidthPx[preset]]);
      }
    }
  });

  it("is cached for ever only under the URL of its current version, and revalidates by its tag", async () => {
    const { asset } = await upload(platform.uploadUrl, key, await makePhoto({ seed: 2 }));
    await waitUntilFinal(asset.id);
    const plain = await fetchImage(`/i/${asset.id}/card`, "image/webp");
    const current = await fetchImage(`/i/${asset.id}/card?v=1`, "image/webp");
    const other = await fetchImage(`/i/${asset.id}/card?v=7`, "image/webp");
    expect(current.headers.get("cache-control")).toContain("immutable");
    expect(plain.headers.get("cache-control")).not.toContain("immutable");
    expect(other.headers.get("cache-control")).not.toContain("immutable");
    expect(await other.text()).toBe(await current.text());
    const again = await fetch(`${platform.deliveryUrl}/i/${asset.id}/card`, { headers: { accept: "image/webp", "if-none-match": plain.headers.get("etag") ?? "" } });
    expect(again.status).toBe(304);
    for (const [name, value] of [["x-content-type-options", "nosniff"], ["content-security-policy", "default-src 'none'; sandbox"], ["vary", "Accept"]] as const) expect(plain.headers.get(name)).toBe(value);
  });

  it("keeps its transparency, upright position and nothing of its metadata", async () => {
    const cutOut = await upload(platform.uploadUrl, key, await makePhoto({ format: "png", alpha: true, width: 500, height: 300 }), { name: "cut-out.png", type: "image/png" });
    const lying = await sharp(await makePhoto({ width: 600, height: 300, seed: 3 })).withExif({ IFD0: { Orientation: "6", Copyright: "someone" }, IFD3: { GPSLatitude: "51/1 30/1 3230/100" } }).jpeg().toBuffer();
    const turned = await upload(platform.uploadUrl, key, await sharp(lying).withMetadata({ orientation: 6 }).jpeg().toBuffer(), { name: "turned.jpg" });
    const [first, second] = await Promise.all([waitUntilFinal(cutOut.asset.id), waitUntilFinal(turned.asset.id)]);
    expect(new Set(first.variants.map((variant) => variant.format))).toEqual(new Set(["avif", "webp", "png"]));
    const png = await sharp(Buffer.from(await (await fetchImage(`/i/${first.id}/card`, "image/png")).arrayBuffer())).metadata();
    expect(png).toMatchObject({ format: "png", hasAlpha: true, width: 400 });
    expect(second).toMatchObject({ width: 300, height: 600 });
    const jpeg = await sharp(Buffer.from(await (await fetchImage(`/i/${second.id}/detail`, "image/jpeg")).arrayBuffer())).metadata();
    expect(jpeg).toMatchObject({ width: 300, height: 600 });
    expect([jpeg.exif, jpeg.orientation]).toEqual([undefined, undefined]);
  });

  it("answers 200 with a box of the right shape while it is not ready, 404 with one when it does not exist", async () => {
    const response = await fetchImage("/i/ast_00000000000000000000000000/card", "image/webp");
    expect([response.status, response.headers.get("x-image-served")]).toEqual([404, "placeholder"]);
    expect(await sharp(Buffer.from(await response.arrayBuffer())).metadata()).toMatchObject({ format: "webp", width: 400, height: 300 });
    expect((await fetchImage("/i/ast_00000000000000000000000000/poster", "*/*")).status).toBe(404);
  });

  it("tells its story in events with one request id from the upload to the render", async () => {
    const { asset } = await upload(platform.uploadUrl, key, await makePhoto({ seed: 4 }), { headers: { "x-request-id": "story-of-one-photo" } });
    await waitUntilFinal(asset.id);
    const { items } = await listEvents(systemActor("test"), { limit: 20, subjectId: asset.id });
    expect(items.map((event) => event.verb).toReversed()).toEqual(["asset.uploaded", "asset.queued", "asset.rendering", "asset.ready"]);
    expect(new Set(items.map((event) => event.requestId))).toEqual(new Set(["story-of-one-photo"]));
  });
});

describe("an upload that cannot be taken", () => {
  const text = Buffer.from("#!/bin/sh\necho hello\n");
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

  it.each([
    ["a script called .jpg", text, 415, "unsupported_media_type", "not-an-image"],
    ["an SVG", svg, 415, "unsupported_media_type", "format-not-allowed"],
    ["nothing at all", Buffer.alloc(0), 400, "bad_request", "empty-file"],
  ])("%s is refused with a sentence, a code and advice, and leaves nothing behind", async (_name, bytes, status, code, reason) => {
    const { status: answered, problem, headers } = await upload(platform.uploadUrl, key, bytes);
    expect([answered, problem.code, problem.reason]).toEqual([status, code, reason]);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(problem.detail.length).toBeGreaterThan(20);
    expect(problem.advice?.length).toBeGreaterThan(20);
    expect(problem.requestId).toBe(headers.get("x-request-id"));
    expect(staged()).toEqual([]);
  });

  it("too large is told before the bytes are sent, and while they are when the size was not said", async () => {
    const large = Buffer.alloc(9 * 1024 * 1024, 1);
    expect((await upload(platform.uploadUrl, key, large)).problem).toMatchObject({ code: "payload_too_large", reason: "file-too-large" });
    const boundary = "b0undary";
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => {
        stream.enqueue(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`));
        for (let sent = 0; sent < large.length; sent += 65_536) stream.enqueue(large.subarray(sent, sent + 65_536));
        stream.enqueue(Buffer.from(`\r\n--${boundary}--\r\n`));
        stream.close();
      },
    });
    const chunked = await fetch(platform.uploadUrl, { method: "POST", body, duplex: "half", headers: { authorization: `Bearer ${key}`, "content-type": `multipart/form-data; boundary=${boundary}` } } as RequestInit);
    expect(chunked.status).toBe(413);
    expect(staged()).toEqual([]);
  });

  it("without a key, with a wrong one, or with one that may not upload says which", async () => {
    const photo = await makePhoto({ seed: 5 });
    const viewer = await platform.makeKey("viewer");
    expect((await upload(platform.uploadUrl, "", photo)).problem.code).toBe("not_signed_in");
    expect((await upload(platform.uploadUrl, `${key.slice(0, -4)}AAAA`, photo)).problem.code).toBe("not_signed_in");
    expect((await upload(platform.uploadUrl, viewer, photo)).problem).toMatchObject({ code: "forbidden", reason: "asset.upload" });
  });

  it("with a damaged picture is kept, failed with its reason, and never rendered", async () => {
    const photo = await makePhoto({ seed: 6 });
    const { status, asset } = await upload(platform.uploadUrl, key, photo.subarray(0, Math.floor(photo.length * 0.6)));
    expect([status, asset.state, asset.reasons[0]?.code]).toEqual([201, "failed", "truncated"]);
    const response = await fetchImage(`/i/${asset.id}/card`, "image/webp");
    expect([response.status, response.headers.get("x-image-served")]).toEqual([200, "placeholder"]);
  });

  it("with PHP hidden behind the picture is quarantined and answers 410", async () => {
    const { status, asset } = await upload(platform.uploadUrl, key, Buffer.concat([await makePhoto({ seed: 7 }), Buffer.from("<?php system($_GET['c']); ?>")]));
    expect([status, asset.state, asset.reasons[0]?.code]).toEqual([201, "quarantined", "embedded-foreign-content"]);
    expect((await fetchImage(`/i/${asset.id}/card`, "image/webp")).status).toBe(410);
  });
});

describe("an upload that is sent again", () => {
  it("with the same Idempotency-Key is the same asset; with the same bytes alone it is a second one over one original", async () => {
    const photo = await makePhoto({ seed: 8 });
    const headers = { "idempotency-key": "batch-7/photo-8" };
    const first = await upload(platform.uploadUrl, key, photo, { headers });
    const retry = await upload(platform.uploadUrl, key, photo, { headers });
    const again = await upload(platform.uploadUrl, key, photo);
    expect([first.status, retry.status, again.status]).toEqual([201, 200, 201]);
    expect(retry.asset.id).toBe(first.asset.id);
    expect(again.asset.id).not.toBe(first.asset.id);
    expect(again.asset.sha256).toBe(first.asset.sha256);
    await Promise.all([waitUntilFinal(first.asset.id), waitUntilFinal(again.asset.id)]);
    const originals = readdirSync(join(platform.storageDir, "originals"), { recursive: true }).filter((name) => String(name).endsWith(first.asset.sha256));
    expect(originals).toHaveLength(1);
  });
});
