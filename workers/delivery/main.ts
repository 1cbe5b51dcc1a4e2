import type { IncomingMessage, ServerResponse } from "node:http";
import { parseImageRequest } from "#lib/delivery/model.ts";
import { answerHeaders, matchesEtag } from "#lib/delivery/rules/answer-headers.ts";
import { AppError } from "#lib/edges/app-error.ts";
import { env } from "#lib/edges/env.ts";
import { log } from "#lib/edges/log.ts";
import { openSubscriber } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import { storage } from "#lib/edges/storage/open.ts";
import { now } from "#lib/edges/time.ts";
import { ControlWatch } from "#workers/runtime/control-watch.ts";
import { listen, requestIdOf, sendJson, sendProblem } from "#workers/runtime/http.ts";
import { type Runtime, runProcess } from "#workers/runtime/main.ts";
import { findPicture, type Sources } from "./answer.ts";
import { openSources } from "./sources.ts";

const DEADLINE_MS = 250;

type Delivery = { readonly sources: Sources; readonly control: ControlWatch };

/** Redis only makes news faster: without it a manifest or a lever is at most a second old. */
function followHints(runtime: Runtime, { sources, control }: Delivery): void {
  const subscriber = openSubscriber();
  const refresh = (): void => void control.refresh().catch((error: unknown) => log().warn({ err: error }, "levers cannot be read"));
  subscriber.on("message", (channel: string, message: string) => {
    if (channel === redisKeys.controlChanged) refresh();
    else sources.manifests.doubt(message);
  });
  subscriber.on("ready", () => sources.manifests.doubtAll());
  subscriber.subscribe(redisKeys.manifestChanged, redisKeys.controlChanged).catch((error: unknown) => log().warn({ err: error }, "no hints"));
  runtime.onStop("hints", () => subscriber.disconnect());
}

async function answerImage(request: IncomingMessage, response: ServerResponse, { sources, control }: Delivery): Promise<void> {
  const from = performance.now();
  const url = URL.parse(request.url ?? "/", "http://delivery");
  const image = url === null ? null : parseImageRequest(url.pathname, url.searchParams);
  if (image === null) throw new AppError("not_found", "There is no such image address.", { advice: "Addresses look like /i/{asset}/{preset}, presets are thumb, card, detail, hero and zoom." });
  const picture = await findPicture(image, request.headers.accept, sources, { levers: control.levers, isBuried: (assetId) => control.isBuried(assetId), at: now(), deadlineMs: DEADLINE_MS });
  const headers = answerHeaders({ ...picture, negotiated: image.format === null, bytes: picture.bytes.length, durationMs: performance.now() - from, jitter: Math.random() });
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
  const store = await storage();
  const delivery = { sources: await openSources(store), control: new ControlWatch(store) };
  delivery.control.follow(runtime);
  followHints(runtime, delivery);
  await listen(runtime, "delivery", "0.0.0.0", env().deliveryPort, (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      sendProblem(response, new AppError("bad_request", "Images are read with GET.", { reason: "method" }), requestIdOf(request));
    } else if (request.url === "/health") sendJson(response, 200, { ok: true });
    else answerImage(request, response, delivery).catch((error: unknown) => sendProblem(response, error, requestIdOf(request)));
  });
});
