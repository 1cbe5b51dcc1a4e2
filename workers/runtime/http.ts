import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, type RequestListener, type Server, type ServerResponse, createServer } from "node:http";
import { toProblem } from "#lib/edges/app-error.ts";
import { log } from "#lib/edges/log.ts";
import type { Runtime } from "./main.ts";

const IDLE_TIMEOUT_MS = 60_000;

/** Starts a server and hands its end to the runtime: no new connections, idle ones closed, running ones finished. */
export async function listen(runtime: Runtime, name: string, host: string, port: number, handler: RequestListener): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 0 }, handler);
  // A connection on which nothing moves holds nothing for long; streams say something every two seconds.
  server.setTimeout(IDLE_TIMEOUT_MS);
  server.listen(port, host);
  await once(server, "listening");
  runtime.onStop(name, async () => {
    server.close();
    server.closeIdleConnections();
    await Promise.race([once(server, "close"), new Promise((late) => setTimeout(late, 5_000).unref())]);
    server.closeAllConnections();
  });
  log().info({ host, port }, `${name} listens`);
  return server;
}

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** The caller's request id when it is a sane one, else a new one; it follows the request into its job. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text), "cache-control": "no-store", ...headers });
  response.end(text);
}

/** Answers a thrown error as a problem document; defects are logged with their request id and never shown. */
export function sendProblem(response: ServerResponse, error: unknown, requestId: string): void {
  const problem = toProblem(error, requestId);
  if (problem.status === 500) log().error({ err: error, requestId }, "request failed");
  else if (problem.status > 500) log().debug({ err: error, requestId }, "answered as away");
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const text = JSON.stringify(problem);
  response.writeHead(problem.status, {
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-request-id": requestId,
    ...(problem.status === 503 || problem.status === 429 ? { "retry-after": "5" } : {}),
  });
  response.end(text);
}
