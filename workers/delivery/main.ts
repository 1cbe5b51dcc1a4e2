import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "#lib/edges/env.ts";
import { log } from "#lib/edges/log.ts";
import { openSubscriber } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import { storage } from "#lib/edges/storage/open.ts";
import { parseImageRequest } from "#lib/delivery/model.ts";
import { answerHeaders, matchesEtag } from "#lib/delivery/rules/answer-headers.ts";
import { findManifest } from "#lib/rendering/manifest-file.ts";
import { listen, requestIdOf, sendJson, sendProblem } from "#workers/runtime/http.ts";
import { type Runtime, runProcess } from "#workers/runtime/main.ts";
import { AppError } from "#lib/edges/app-error.ts";
import { findPicture, type Sources } from "./answer.ts";
import { ByteCache } from "./byte-cache.ts";
import { ManifestCache } from "./manifest-cache.ts";

const DEADLINE_MS = 250;
const MANIFEST_FRESH_MS = 1_000;
const MAX_MANIFESTS = 50_000;
const VARIANT_CACHE_BYTES = 128 * 1024 * 1024;

async function openSources(): Promise<Sources> {
  const store = await storage();
  return {
    manifests: new ManifestCache({ read: async (assetId) => await findManifest(store, assetId), nowMs: () => performance.now(), freshMs: MANIFEST_FRESH_MS, maxEntries: MAX_MANIFESTS }),
    variants: new ByteCache(VARIANT_CACHE_BYTES, async (key) => await store.get(key)),
  };
}

/** Redis only makes news faster: without it a manifest is at most a second old. */
function followHints(runtime: Runtime, sources: Sources): void {
  const subscriber = openSubscriber();
  subscriber.on("message", (_channel: string, assetId: string) => sources.manifests.forget(assetId));
  subscriber.on("ready", () => sources.manifests.forgetAll());
  subscriber.subscribe(redisKeys.manifestChanged).catch((error: unknown) => log().warn({ err: error }, "no hints"));
  runtime.onStop("hints", () => subscriber.disconnect());
}

async function answerImage(request: IncomingMessage, response: ServerResponse, sources: Sources): Promise<void> {
  const from = performance.now();
  const url = new URL(request.url ?? "/", "http://delivery");
  const image = parseImageRequest(url.pathname, url.searchParams);
  if (image === null) throw new AppError("not_found", "There is no such image address.", { advice: "Addresses look like /i/{asset}/{preset}, presets are thumb, card, detail, hero and zoom." });
  const picture = await findPicture(image, request.headers.accept, sources, DEADLINE_MS);
  const headers = answerHeaders({ ...picture, level: 0, negotiated: image.format === null, bytes: picture.bytes.length, durationMs: performance.now() - from });
  if (picture.status === 200 && matchesEtag(request.headers["if-none-match"], picture.etag)) {
    const about = ["Content-Length", "Content-Type"];
    response.writeHead(304, Object.fromEntries(Object.entries(headers).filter(([name]) => !about.includes(name))));
    response.end();
    return;
  }
  response.writeHead(picture.status, headers);
  response.end(request.method === "HEAD" ? undefined : picture.bytes);
}

runProcess(async (runtime) => {
  const sources = await openSources();
  followHints(runtime, sources);
  await listen(runtime, "delivery", "0.0.0.0", env().deliveryPort, (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      sendProblem(response, new AppError("bad_request", "Images are read with GET.", { reason: "method" }), requestIdOf(request));
    } else if (request.url === "/health") sendJson(response, 200, { ok: true });
    else answerImage(request, response, sources).catch((error: unknown) => sendProblem(response, error, requestIdOf(request)));
  });
});
