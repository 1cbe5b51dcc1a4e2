import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { priorities } from "#lib/assets/model.ts";
import { jobPriority } from "#lib/queues/model.ts";

afterEach(() => vi.resetModules());

/** A port that remembers who knocked, in order, and says nothing. */
async function openDoor() {
  const knocks: (number | undefined)[] = [];
  const server = createServer((socket) => knocks.push(socket.remotePort)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { server, port, knocks };
}

function stubEnvironment(redisUrl: string): void {
  vi.stubEnv("REDIS_URL", redisUrl);
  vi.stubEnv("SEAWALL_SECRET", "x".repeat(32));
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none");
  vi.stubEnv("STORAGE_URL", "file:///nowhere");
  vi.stubEnv("LOG_LEVEL", "silent");
}

describe("connections", () => {
  test("importing the queues opens none: only asking for a connection does", async () => {
    const door = await openDoor();
    stubEnvironment(`redis://127.0.0.1:${door.port}`);
    await import("#lib/queues/queue.ts");
    await import("#lib/queues/verbs/enqueue-render.ts");
    const { openRedis } = await import("#lib/edges/redis/connection.ts");
    // Knocks arrive in order: had an import opened something, it would stand before our own.
    const ours = connect(door.port, "127.0.0.1");
    await once(door.server, "connection");
    const knocked = once(door.server, "connection");
    const beforeRedis = [...door.knocks];
    const redis = openRedis();
    try {
      expect(beforeRedis).toEqual([ours.localPort]);
      await knocked;
      expect(door.knocks).toHaveLength(2);
    } finally {
      redis.disconnect();
      ours.destroy();
      door.server.close();
    }
  });

  test("importing the queues needs no configuration", async () => {
    vi.stubEnv("REDIS_URL", "");
    await expect(import("#lib/queues/queue.ts")).resolves.toHaveProperty("queueOf");
  });
});

describe("jobs", () => {
  test("one id per asset, version and attempt, in characters BullMQ takes", async () => {
    const { toJobId } = await import("#lib/queues/queue.ts");
    expect(toJobId({ assetId: "ast_1", version: 2, attempt: 3 })).toBe("ast_1-2-3");
    const job = fc.record({ assetId: fc.stringMatching(/^ast_[0-9a-z]{26}$/), version: fc.nat(), attempt: fc.nat() });
    fc.assert(
      fc.property(job, job, (left, right) => {
        expect(toJobId(left)).toMatch(/^[0-9a-z_-]+$/);
        expect(toJobId(left) === toJobId(right)).toBe(left.assetId === right.assetId && left.version === right.version && left.attempt === right.attempt);
        expect(toJobId({ ...left, attempt: left.attempt + 1 })).not.toBe(toJobId(left));
      }),
    );
  });

  test("every priority has a number, urgent first and never 0: a job without one overtakes all", () => {
    expect(priorities.map((priority) => jobPriority[priority])).toEqual(Object.values(jobPriority).sort((left, right) => left - right));
    for (const priority of priorities) expect(jobPriority[priority]).toBeGreaterThan(0);
    expect(new Set(Object.values(jobPriority)).size).toBe(priorities.length);
  });
});
