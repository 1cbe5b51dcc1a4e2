import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { upload } from "#tests/support/api.ts";
import { makePhoto } from "#tests/support/photos.ts";
import { type TestPlatform, startPlatform } from "#tests/support/platform.ts";
import { waitFor } from "#tests/support/wait-for.ts";

let platform: TestPlatform;
let key: string;
const seen: string[] = [];
// Stands where the console would: what front passes on is what it hears.
const web = createServer((request, response) => {
  void text(request).then((body) => {
    seen.push(`${request.method ?? ""} ${request.url ?? ""} ${body.length}`);
    response.end("ok");
  });
});

beforeAll(async () => {
  platform = await startPlatform(["front", "intake", "delivery"]);
  key = await platform.makeKey("uploader");
  web.listen(Number(process.env["WEB_PORT"]), "127.0.0.1");
  await once(web, "listening");
});
afterAll(async () => {
  web.closeAllConnections();
  web.close();
  await platform.stop();
});

describe("a hostile client", () => {
  it.each(["GET", "HEAD", "DELETE", "OPTIONS"])("cannot smuggle a second request in the body of a chunked %s", async (method) => {
    const inner = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    const socket = connect(Number(new URL(platform.frontUrl).port), "127.0.0.1");
    socket.write(`${method} /outer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`);
    await once(socket, "data");
    socket.destroy();
    await fetch(`${platform.frontUrl}/after-${method}`);
    expect(seen.filter((line) => line.includes("/smuggled"))).toEqual([]);
    expect(seen).toContain(`${method} /outer ${inner.length}`);
  });

  it("that hangs up in the middle of an upload leaves nothing in staging", async () => {
    const { port, pathname } = new URL(platform.uploadUrl);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`POST ${pathname} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n${"x".repeat(5_000)}`);
    const staging = join(platform.dataDir, "staging");
    const staged = (): number => (existsSync(staging) ? readdirSync(staging).length : 0);
    await waitFor("the file to be in staging", () => staged() === 1);
    socket.destroy();
    await waitFor("staging to be empty", () => staged() === 0, 10_000);
  });

  it("gets an answer in words for a text that no database can hold", async () => {
    const answer = await upload(platform.uploadUrl, key, await makePhoto({ width: 64, height: 48 }), { fields: { altText: "a\0b" } });
    expect([answer.status, answer.problem.reason]).toEqual([400, "bad-field"]);
  });

  it("gets 404 from delivery for an address that is none", async () => {
    const socket = connect(Number(new URL(platform.deliveryUrl).port), "127.0.0.1");
    socket.write("GET // HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 404 /);
  });
});
