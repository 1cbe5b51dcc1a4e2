import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Upload } from "tus-js-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAssets } from "#lib/assets/verbs/list-assets.ts";
import type { Asset } from "#lib/assets/model.ts";
import { systemActor } from "#lib/people/model.ts";
import { waitUntilFinal } from "#tests/support/api.ts";
import { makePhoto } from "#tests/support/photos.ts";
import { type TestPlatform, startPlatform } from "#tests/support/platform.ts";
import { waitFor } from "#tests/support/wait-for.ts";

let platform: TestPlatform;
let key: string;

beforeAll(async () => {
  platform = await startPlatform(["intake", "image"], { SEAWALL_MAX_UPLOAD_BYTES: String(4 * 1024 * 1024) });
  key = await platform.makeKey("uploader");
});
afterAll(async () => await platform.stop());

const endpoint = (): string => `${platform.uploadUrl}/tus`;
const headersOf = (as: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({ authorization: `Bearer ${as}`, "tus-resumable": "1.0.0", ...more });
const encode = (words: Readonly<Record<string, string>>): string => Object.entries(words).map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`).join(",");

async function begin(sizeBytes: number, words: Readonly<Record<string, string>> = { filename: "photo.jpg", filetype: "image/jpeg" }): Promise<Response> {
  return await fetch(endpoint(), { method: "POST", headers: headersOf(key, { "upload-length": String(sizeBytes), "upload-metadata": encode(words) }) });
}
const urlOf = (response: Response): string => new URL(response.headers.get("location") ?? "", endpoint()).href;
async function send(url: string, bytes: Uint8Array, offset: number, as = key): Promise<Response> {
  return await fetch(url, { method: "PATCH", body: Uint8Array.from(bytes), headers: headersOf(as, { "upload-offset": String(offset), "content-type": "application/offset+octet-stream" }) });
}
const ask = async (url: string, as = key): Promise<Response> => await fetch(url, { method: "HEAD", headers: headersOf(as) });
const assetsNamed = async (name: string): Promise<readonly Asset[]> => (await listAssets(systemActor("test"), { limit: 200 })).items.filter((asset) => asset.name === name);

describe("a resumable upload", () => {
  it("cut at 60 % goes on where it was, also after intake was killed, and is one asset", async () => {
    const photo = await makePhoto({ seed: 950, width: 1200, height: 800 });
    const cut = Math.floor(photo.length * 0.6);
    const url = urlOf(await begin(photo.length, { filename: "cut.jpg", filetype: "image/jpeg", altText: "Cut and mended", surface: "checkout" }));
    expect((await send(url, photo.subarray(0, cut), 0)).status).toBe(204);
    await platform.kill("intake", "SIGKILL");
    await platform.start("intake");
    const asked = await ask(url);
    expect(asked.headers.get("upload-offset")).toBe(String(cut));
    const last = await send(url, photo.subarray(cut), cut);
    expect(last.status).toBe(200);
    const { asset } = (await last.json()) as { asset: Asset };
    expect(asset).toMatchObject({ name: "cut.jpg", altText: "Cut and mended", surface: "checkout", bytes: photo.length });
    expect((await waitUntilFinal(asset.id)).state).toBe("ready");
    // The client missed the answer and asks again: it is finished, and still one.
    expect((await ask(url)).headers.get("upload-offset")).toBe(String(photo.length));
    expect(await assetsNamed("cut.jpg")).toHaveLength(1);
  });

  it("works with the usual client, in pieces", async () => {
    const photo = await makePhoto({ seed: 951, width: 1000, height: 700 });
    await new Promise<void>((done, fail) => {
      const upload = new Upload(photo, {
        endpoint: endpoint(),
        chunkSize: 50_000,
        retryDelays: [0, 100],
        headers: { authorization: `Bearer ${key}` },
        metadata: { filename: "pieces.jpg", filetype: "image/jpeg" },
        onError: fail,
        onSuccess: () => done(),
      });
      upload.start();
    });
    const [asset, ...more] = await assetsNamed("pieces.jpg");
    expect([asset?.bytes, more]).toEqual([photo.length, []]);
  });

  it("that was complete when intake died is accepted by the next one without anybody asking", async () => {
    const photo = await makePhoto({ seed: 952, width: 300, height: 200 });
    const url = urlOf(await begin(photo.length, { filename: "orphan.jpg", filetype: "image/jpeg" }));
    const folder = join(platform.dataDir, "resumable");
    await platform.kill("intake", "SIGKILL");
    const { writeFileSync } = await import("node:fs");
    writeFileSync(join(folder, url.split("/").at(-1) ?? ""), photo);
    await platform.start("intake");
    await waitFor("the upload to be accepted", async () => (await assetsNamed("orphan.jpg")).length === 1);
  });

  it("belongs to whoever began it, and can never be read back", async () => {
    const photo = await makePhoto({ seed: 953, width: 300, height: 200 });
    const url = urlOf(await begin(photo.length));
    const stranger = await platform.makeKey("uploader");
    expect((await ask(url, stranger)).status).toBe(404);
    expect((await send(url, photo, 0, stranger)).status).toBe(404);
    expect((await fetch(url, { headers: headersOf(key) })).status).toBe(404);
    expect((await fetch(endpoint(), { method: "POST", headers: { ...headersOf(await platform.makeKey("viewer")), "upload-length": "10" } })).status).toBe(403);
    expect((await fetch(endpoint(), { method: "POST", headers: { "tus-resumable": "1.0.0", "upload-length": "10" } })).status).toBe(401);
  });

  it("is refused before a byte when too large, and at its end when it is no picture; then nothing stays", async () => {
    const large = await begin(5 * 1024 * 1024);
    expect([large.status, ((await large.json()) as { reason: string }).reason]).toEqual([413, "file-too-large"]);
    const script = Buffer.from("#!/bin/sh\necho hello\n");
    const url = urlOf(await begin(script.length));
    const answer = await send(url, script, 0);
    expect([answer.status, ((await answer.json()) as { reason: string }).reason]).toEqual([415, "not-an-image"]);
    expect((await ask(url)).status).toBe(404);
    expect(readdirSync(join(platform.dataDir, "resumable")).filter((name) => name.includes(url.split("/").at(-1) ?? "?"))).toEqual([]);
  });
});
