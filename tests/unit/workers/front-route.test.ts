import { beforeEach, expect, test, vi } from "vitest";

const PORTS = { intake: 4011, delivery: 4001, web: 4010 };

beforeEach(() => {
  vi.stubEnv("SEAWALL_SECRET", "x".repeat(32));
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none");
  vi.stubEnv("REDIS_URL", "redis://127.0.0.1:1");
  vi.stubEnv("STORAGE_URL", "file:///nowhere");
  vi.stubEnv("INTAKE_PORT", String(PORTS.intake));
  vi.stubEnv("DELIVERY_PORT", String(PORTS.delivery));
  vi.stubEnv("WEB_PORT", String(PORTS.web));
});

test.each<[keyof typeof PORTS, string]>([
  ["intake", "/api/v1/uploads"],
  ["intake", "/api/v1/uploads?name=x"],
  ["intake", "/api/v1/uploads/"],
  ["intake", "/api/v1/uploads/tus"],
  ["intake", "/api/v1/uploads/tus/abc?x=1"],
  ["intake", "/api/v1/uploads/preflights"],
  ["intake", "/api/v1/uploads/tus/preflight"],
  ["web", "/api/v1/uploads/preflight"],
  ["web", "/api/v1/uploads/preflight?x=1"],
  ["web", "/api/v1/uploadsx"],
  ["web", "/api/v2/uploads"],
  ["web", "/x/api/v1/uploads"],
  ["web", "/?next=/api/v1/uploads"],
  ["delivery", "/status"],
  ["delivery", "/status/"],
  ["delivery", "/status/history?page=2"],
  ["delivery", "/status?x"],
  ["web", "/status-page"],
  ["web", "/statuses"],
  ["web", "/assets/status"],
  ["web", "/api/v1/assets"],
  ["web", "/"],
  ["web", ""],
])("%s answers %s", async (name, path) => {
  const { upstreamOf } = await import("#workers/front/route.ts");
  expect(upstreamOf(path)).toEqual({ name, port: PORTS[name] });
});
