import { Agent, type IncomingMessage, type ServerResponse, request as openRequest } from "node:http";
import { AppError } from "#lib/edges/app-error.ts";
import { env } from "#lib/edges/env.ts";
import { log } from "#lib/edges/log.ts";
import { requestIdOf, sendProblem } from "#workers/runtime/http.ts";
import { consoleAwayPage } from "./console-away-page.ts";
import { type Upstream, upstreamOf } from "./route.ts";

/** No cap on sockets: half-sent requests of one stranger would take all of them. Idle ones are cut off instead. */
const agent = new Agent({ keepAlive: true });

/** Belong to one connection, not to the request. Source: RFC 9110 §7.6.1 */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "proxy-connection"]);

function passOn(headers: IncomingMessage["headers"]): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined && !HOP_BY_HOP.has(entry[0])));
}

/** The peer we see is the truth; what a client claims about itself is dropped. */
function forwardedHeaders(request: IncomingMessage, requestId: string): Record<string, string> {
  // Without its framing a body of a GET or DELETE would be taken for the next request on the same connection.
  const framing: Record<string, string> = request.headers["transfer-encoding"] === undefined ? {} : { "transfer-encoding": "chunked" };
  return { ...framing, "x-forwarded-for": request.socket.remoteAddress ?? "unknown", "x-forwarded-host": request.headers.host ?? "", "x-forwarded-proto": new URL(env().publicUrl).protocol.slice(0, -1), "x-request-id": requestId };
}

function answerAway(request: IncomingMessage, response: ServerResponse, upstream: Upstream, requestId: string, cause: Error): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (!request.complete) response.setHeader("connection", "close");
  if (upstream.name === "web" && request.headers.accept?.includes("text/html")) {
    const page = consoleAwayPage(env().dataDir);
    response.writeHead(503, { "content-type": "text/html; charset=utf-8", "content-length": Buffer.byteLength(page), "cache-control": "no-store", "retry-after": "5", "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" });
    response.end(page);
    return;
  }
  const sentence = upstream.name === "intake" ? "Uploads cannot be accepted for a moment." : "This part of Seawall is restarting.";
  sendProblem(response, new AppError("unavailable", sentence, { reason: `${upstream.name}-away`, advice: "Nothing was lost. Try again in a few seconds.", cause }), requestId);
}

/** Passes one request to the process it belongs to, streaming both ways; a process that is away costs its own requests only. */
export function proxy(request: IncomingMessage, response: ServerResponse): void {
  const upstream = upstreamOf(request.url ?? "/");
  const requestId = requestIdOf(request);
  const outgoing = openRequest({ host: "127.0.0.1", port: upstream.port, method: request.method, path: request.url, headers: { ...passOn(request.headers), ...forwardedHeaders(request, requestId) }, agent });
  outgoing.on("response", (incoming) => {
    response.writeHead(incoming.statusCode ?? 502, { ...passOn(incoming.headers), "x-request-id": requestId });
    incoming.pipe(response);
    incoming.on("error", () => response.destroy());
  });
  outgoing.on("error", (error) => {
    log().debug({ err: error.message, upstream: upstream.name, requestId }, "upstream away");
    answerAway(request, response, upstream, requestId, error);
  });
  response.on("close", () => outgoing.destroy());
  request.pipe(outgoing);
}
