import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "#lib/edges/app-error.ts";
import { closeDb, db, isDatabaseDown } from "#lib/edges/db/client.ts";
import { env } from "#lib/edges/env.ts";
import { closeRedis } from "#lib/edges/redis/connection.ts";
import { toHeaders } from "#lib/edges/http-headers.ts";
import { requireActor } from "#lib/people/auth/require-actor.ts";
import { closeQueues } from "#lib/queues/queue.ts";
import { listen, requestIdOf, sendJson, sendProblem } from "#workers/runtime/http.ts";
import { runProcess } from "#workers/runtime/main.ts";
import { handleUpload } from "./upload.ts";

/** Postgres is where an upload is committed: without it none is accepted, and the client is told when to come back. */
function toIntakeError(error: unknown): unknown {
  if (!isDatabaseDown(error)) return error;
  return new AppError("unavailable", "Uploads cannot be accepted for a moment.", { reason: "database-away", advice: "Nothing was stored. Try again in a few seconds.", cause: error });
}

/** Clients read an early answer only after they have sent: what still comes is read away for a while, then cut off. */
const LINGER_MS = 30_000;

function linger(request: IncomingMessage): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  request.on("close", () => clearTimeout(timer));
  request.resume();
}

async function route(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
  const path = (request.url ?? "/").split("?")[0];
  if (path === "/health") {
    await db().$queryRaw`SELECT 1`;
    sendJson(response, 200, { ok: true });
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
  await listen(runtime, "intake", "127.0.0.1", env().intakePort, (request, response) => {
    const requestId = requestIdOf(request);
    route(request, response, requestId).catch((error: unknown) => {
      sendProblem(response, toIntakeError(error), requestId);
      linger(request);
    });
  });
});
