import { ORPCError, createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import type { JsonifiedClient } from "@orpc/openapi-client";
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import { contract } from "./contract.ts";

type Client = JsonifiedClient<ContractRouterClient<typeof contract>>;

/** What went wrong in words for a person; made from a problem document or a line that is down. */
export type ApiFailure = { readonly sentence: string; readonly advice: string | null; readonly code: string; readonly requestId: string | null };

type ProblemBody = { readonly code: string; readonly detail: string; readonly advice?: string; readonly requestId?: string; readonly status: number };

const isProblem = (body: unknown): body is ProblemBody => typeof body === "object" && body !== null && "code" in body && "detail" in body;

export function toApiFailure(error: unknown): ApiFailure {
  if (error instanceof ORPCError && isProblem(error.data)) {
    const { detail, advice, code, requestId } = error.data;
    return { sentence: detail, advice: advice ?? null, code, requestId: requestId ?? null };
  }
  return { sentence: "Seawall cannot be reached right now.", advice: "Your connection or the console is away. It is tried again by itself.", code: "unreachable", requestId: null };
}

/** @param origin where the API is; empty in a browser on the console itself */
export function createApiClient(origin: string): Client {
  const link = new OpenAPILink(contract, {
    url: origin,
    customErrorResponseBodyDecoder: (body) => (isProblem(body) ? new ORPCError(body.code, { status: body.status, message: body.detail, data: body }) : null),
  });
  return createORPCClient<Client>(link);
}

const browserOrigin = (): string => (typeof window === "undefined" ? "http://localhost" : window.location.origin);

/** The typed client of the pages. */
export const api: Client = createApiClient(browserOrigin());
/** The same as React Query options and keys. */
export const apiQuery = createTanstackQueryUtils(api);
