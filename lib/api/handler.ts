import { ORPCError } from "@orpc/client";
import { OpenAPIHandler } from "@orpc/openapi/fetch";
import { AppError, type Problem, toProblem } from "#lib/edges/app-error.ts";
import { isDatabaseDown } from "#lib/edges/db/client.ts";
import { log } from "#lib/edges/log.ts";
import { requireActor } from "#lib/people/auth/require-actor.ts";
import { type ApiContext, router } from "./router.ts";

const HEARTBEAT_MS = 15_000;

type Issue = { readonly message?: string; readonly path?: readonly unknown[] };

function toAppError(error: unknown): unknown {
  if (isDatabaseDown(error)) return new AppError("unavailable", "The database is away. Pictures are delivered and rendered all the same.", { reason: "database-away", advice: "Try again in a few seconds.", cause: error });
  if (!(error instanceof ORPCError)) return error;
  if (error.code === "NOT_FOUND") return new AppError("not_found", "There is no such address.", { advice: "The addresses are listed at /api/v1/openapi.json." });
  if (error.code !== "BAD_REQUEST") return error;
  const issues = ((error.data as { issues?: readonly Issue[] } | undefined)?.issues ?? []).slice(0, 20).map((issue) => ({ field: (issue.path ?? []).join("."), message: issue.message ?? "not valid" }));
  const [first] = issues;
  const sentence = first === undefined ? "The request cannot be read." : `${first.field === "" ? "The request" : `"${first.field}"`} is not valid: ${first.message}`;
  return new AppError("bad_request", sentence, { details: { issues } });
}

function problemOf(error: unknown, requestId: string): Problem {
  const known = toAppError(error);
  const problem = toProblem(known, requestId);
  if (problem.status === 500) log().error({ err: error, requestId }, "request failed");
  else if (problem.status > 500) log().warn({ err: error, requestId }, "answered as away");
  return problem;
}

const handler = new OpenAPIHandler<ApiContext>(router, {
  // The one mapper from our errors to HTTP; the problem document travels as the error's data.
  clientInterceptors: [
    async (call) => {
      try {
        return await call.next();
      } catch (error) {
        const problem = problemOf(error, call.context.requestId);
        throw new ORPCError(problem.code, { status: problem.status, message: problem.detail, data: problem });
      }
    },
  ],
  eventIteratorKeepAliveInterval: HEARTBEAT_MS,
  customErrorResponseBodyEncoder: (error: ORPCError<string, unknown>) => error.data,
});

function toResponse(problem: Problem): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", "x-request-id": problem.requestId, ...(problem.status === 503 || problem.status === 429 ? { "retry-after": "5" } : {}) },
  });
}

function withApiHeaders(response: Response, requestId: string): Response {
  const headers = new Headers(response.headers);
  headers.set("x-request-id", requestId);
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  if (response.status >= 400) headers.set("content-type", "application/problem+json");
  if (headers.get("content-type")?.startsWith("text/event-stream")) headers.set("x-accel-buffering", "no");
  return new Response(response.body, { status: response.status, headers });
}

/** One API request from headers to answer: who is asking, then the contract's router. */
export async function handleApiRequest(request: Request): Promise<Response> {
  const requestId = request.headers.get("x-request-id") ?? crypto.randomUUID();
  try {
    const actor = await requireActor(request.headers, { mutating: request.method !== "GET" && request.method !== "HEAD" });
    const { matched, response } = await handler.handle(request, { context: { actor, requestId } });
    if (!matched) return toResponse(problemOf(new AppError("not_found", "There is no such address.", { advice: "The addresses are listed at /api/v1/openapi.json." }), requestId));
    return withApiHeaders(response, requestId);
  } catch (error) {
    return toResponse(problemOf(error, requestId));
  }
}
