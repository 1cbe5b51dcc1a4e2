import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "#lib/edges/app-error.ts";
import { closeDb, db } from "#lib/edges/db/client.ts";
import { env } from "#lib/edges/env.ts";
import { closeRedis } from "#lib/edges/redis/connection.ts";
import { toHeaders } from "#lib/edges/http-headers.ts";
import { requireActor } from "#lib/people/auth/require-actor.ts";
import { closeQueues } from "#lib/queues/queue.ts";
import { listen, requestIdOf, sendJson, sendProblem } from "#workers/runtime/http.ts";
import { runProcess } from "#workers/runtime/main.ts";
import { repeat } from "#workers/runtime/repeat.ts";
import { toIntakeError } from "./intake-error.ts";
import { ResumableUploads, TUS_PATH } from "./resumable-uploads.ts";
import { handleUpload } from "./upload.ts";

const SWEEP_INTERVAL_MS = 30_000;

/** Clients read an early answer only after they have sent: what still comes is read away for a while, then cut off. */
const LINGER_MS = 30_000;

function linger(request: IncomingMessage): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  request.on("close", () => clearTimeout(timer));
  request.resume();
}

async function route(request: IncomingMessage, response: ServerResponse, requestId: string, resumable: ResumableUploads): Promise<void> {
  const path = (request.url ?? "/").split("?")[0];
  if (path === "/health") {
    await db().$queryRaw`SELECT 1`;
    sendJson(response, 200, { ok: true });
    return;
  }
  if (path?.startsWith(TUS_PATH)) {
    await resumable.handle(request, response);
    return;
  }
  if (path !== "/api/v1/uploads") throw new AppError("not_found", "There is no such address. Uploads go to POST /api/v1/uploads.");
  if (request.method !== "POST") throw new AppError("bad_request", "Uploads are sent with POST.", { reason: "method" });
  const actor = await requireActor(toHeaders(request.headers), { mutating: true });
  const { status, asset } = await handleUpload(request, actor, requestId);
  sendJson(response, status, { asset }, { "x-request-id": requestId, location: `/api/v1/assets/${asset.id}` });
}

runProcess(async (runtime) => {
  runtime.onStop("connections", async () => {
    await closeQueues();
    closeRedis();
    await closeDb();
  });
  // What lies in staging was never acknowledged, and whoever was writing it is gone.
  await rm(join(env().dataDir, "staging"), { recursive: true, force: true });
  const resumable = new ResumableUploads(join(env().dataDir, "resumable"));
  repeat(runtime, "resumable uploads", SWEEP_INTERVAL_MS, async () => await resumable.sweep());
  await listen(runtime, "intake", "127.0.0.1", env().intakePort, (request, response) => {
    const requestId = requestIdOf(request);
    route(request, response, requestId, resumable).catch((error: unknown) => {
      sendProblem(response, toIntakeError(error), requestId);
      linger(request);
    });
  });
});
