import { describe, expect, test, vi } from "vitest";
import { ORPCError } from "@orpc/client";
import { z } from "zod";
import { toApiFailure } from "#lib/api/client.ts";

const operation = z.object({ summary: z.string(), tags: z.array(z.string()).min(1), responses: z.record(z.string(), z.unknown()) });
const openApi = z.object({ openapi: z.string(), servers: z.array(z.object({ url: z.string() })), paths: z.record(z.string(), z.record(z.string(), operation)) });

async function document() {
  vi.stubEnv("SEAWALL_SECRET", "x".repeat(32));
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none");
  vi.stubEnv("REDIS_URL", "redis://127.0.0.1:1");
  vi.stubEnv("STORAGE_URL", "file:///nowhere");
  vi.stubEnv("PUBLIC_URL", "https://seawall.example");
  const { openApiDocument } = await import("#lib/api/openapi.ts");
  return openApi.parse(await openApiDocument());
}

describe("the OpenAPI document", () => {
  test("lists every address with its method, whichever process serves it", async () => {
    const { paths } = await document();
    const addresses = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    expect(addresses).toEqual(
      expect.arrayContaining([
        "GET /api/v1/me",
        "GET /api/v1/assets",
        "GET /api/v1/assets/{id}",
        "GET /api/v1/events",
        "GET /api/v1/keys",
        "POST /api/v1/keys",
        "POST /api/v1/keys/{id}/revoke",
        "GET /api/v1/health",
        "GET /api/v1/live",
        "POST /api/v1/uploads",
      ]),
    );
  });

  test("an upload answers 201, and the server is the one people reach", async () => {
    const { paths, servers } = await document();
    expect(Object.keys(paths["/api/v1/uploads"]?.["post"]?.responses ?? {})).toContain("201");
    expect(servers).toEqual([{ url: "https://seawall.example" }]);
  });
});

describe("what went wrong, in words", () => {
  test("a problem document keeps its sentence, advice, code and request", () => {
    const data = { code: "conflict", detail: "Someone was faster.", advice: "Look again.", requestId: "req_1", status: 409 };
    expect(toApiFailure(new ORPCError("conflict", { status: 409, data }))).toEqual({ sentence: "Someone was faster.", advice: "Look again.", code: "conflict", requestId: "req_1" });
  });

  test.each<[string, unknown]>([
    ["a line that is down", new TypeError("fetch failed: 10.0.0.3")],
    ["an answer that is no problem document", new ORPCError("BAD_GATEWAY", { status: 502, data: "<html>" })],
    ["an answer without data", new ORPCError("BAD_GATEWAY", { status: 502 })],
    ["nothing", undefined],
  ])("%s: unreachable, with nothing of its text", (_what, error) => {
    expect(toApiFailure(error)).toEqual({ sentence: "Seawall cannot be reached right now.", advice: expect.any(String), code: "unreachable", requestId: null });
  });
});
