import { existsSync } from "node:fs";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { createStandIns, isAlive, type StandIn, type StandInPlatform, type StandInRun, until } from "../support/stand-ins.ts";

let platform: StandInPlatform;
let runs: StandInRun[];

beforeEach(async () => {
  platform = await createStandIns();
  runs = [];
});

afterEach(async () => {
  for (const run of runs) {
    run.signal("SIGTERM");
    await run.exited;
  }
  platform.cleanUp();
});

const external = (): Readonly<Record<string, string>> => ({ DATABASE_URL: inject("databaseUrl"), REDIS_URL: inject("redisUrl") });

function start(processes: readonly StandIn[], env = external()): StandInRun {
  const run = platform.start(processes, env);
  runs.push(run);
  return run;
}

async function startReady(processes: readonly StandIn[], env = external()): Promise<StandInRun> {
  const run = start(processes, env);
  await until(() => /^ready http/m.test(run.output()) || !isAlive(run.pid), run.output);
  expect(run.output()).toMatch(new RegExp(`^ready http://localhost:${String(platform.ports.front)}$`, "m"));
  return run;
}

function expectNothingLeft(pids: readonly number[]): void {
  expect(pids.filter(isAlive)).toEqual([]);
  expect(platform.allPids()).toEqual([]);
  expect(existsSync(join(platform.dataDir, "launcher.lock"))).toBe(false);
}

describe("supervision", () => {
  test("a process that is killed is started again, and stdout says what happened", async () => {
    const run = await startReady(["image", "front"]);
    const before = platform.pidOf("image");
    process.kill(before ?? 0, "SIGKILL");
    await until(() => ![null, before].includes(platform.pidOf("image")), run.output);
    expect(run.output()).toMatch(/image died \(signal SIGKILL\); it is started again in 0\.25 s/);
    expect(isAlive(run.pid)).toBe(true);
  });

  test("after a stop there is no process, no lock, and the exit code is 0", async () => {
    const run = await startReady(["image", "front"]);
    const pids = platform.allPids();
    expect(pids).toHaveLength(2);
    run.signal("SIGINT");
    expect(await run.exited).toEqual({ code: 0, signal: null });
    expectNothingLeft(pids);
  });

  test("asked again and again it ends at once what does not stop, down to the grandchildren", async () => {
    const run = await startReady(["stubborn", "front"]);
    const grandchild = Number(readFileSync(join(platform.dataDir, "grandchild"), "utf8"));
    const pids = [...platform.allPids(), grandchild];
    expect(pids.every(isAlive)).toBe(true);
    await until(() => {
      run.signal("SIGINT");
      return !isAlive(run.pid);
    }, run.output, 8_000);
    expectNothingLeft(pids);
  });

  test("a process that never comes up fails the start with its name and its last words", async () => {
    const run = start(["broken"]);
    expect(await run.exited).toEqual({ code: 1, signal: null });
    expect(run.output()).toMatch(/broken died 6 times in a row\. The end of \S+broken\.log:\n\s+the reason why/);
    expectNothingLeft([]);
  });
});

describe("one launcher at a time", () => {
  test("a second one on the same data folder is refused and leaves the first alone", async () => {
    const first = await startReady(["front"]);
    const second = start(["front"]);
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.output()).toContain(`Seawall already runs on ${platform.dataDir} (process ${String(first.pid)})`);
    expect(isAlive(first.pid)).toBe(true);
    expect(existsSync(join(platform.dataDir, "launcher.lock"))).toBe(true);
  });

  test("a lock whose process is gone is taken over, also one that is torn", async () => {
    const run = await startReady(["front"]);
    run.signal("SIGINT");
    await run.exited;
    writeFileSync(join(platform.dataDir, "launcher.lock"), '{"pid": 1, "sta');
    const next = await startReady(["front"]);
    expect(next.output()).toContain("its lock is taken over");
  });

  test("a taken port is named, with what it was for and who has it; nothing is started", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(platform.ports.intake, "127.0.0.1", resolve));
    try {
      const run = start(["front"]);
      expect(await run.exited).toEqual({ code: 1, signal: null });
      expect(run.output()).toContain(`Port ${String(platform.ports.intake)}, wanted for uploads (internal), is taken`);
      if (process.platform === "linux") expect(run.output()).toContain(`by process ${String(process.pid)}`);
      expect(run.output()).toMatch(/Nothing was started.*--port/);
      expectNothingLeft([]);
    } finally {
      server.close();
    }
  });
});

describe("its own Postgres and Redis", () => {
  test("after kill -9 of the launcher the next start stops what was left and comes up on the same data", { timeout: 120_000 }, async () => {
    const first = await startReady(["image", "front"], {});
    const left = platform.allPids();
    expect(left).toHaveLength(4);
    first.signal("SIGKILL");
    await first.exited;
    expect(left.every(isAlive)).toBe(true);

    const second = await startReady(["image", "front"], {});
    expect(second.output()).toMatch(/stopped what it had left running: (?:front|image|postgres|redis|, )+/);
    expect(second.output()).toContain("Database: up to date");
    expect(left.filter(isAlive)).toEqual([]);

    const pids = platform.allPids();
    second.signal("SIGTERM");
    expect(await second.exited).toEqual({ code: 0, signal: null });
    expectNothingLeft(pids);
  });

  test("Postgres and Redis that are killed come back", { timeout: 120_000 }, async () => {
    const run = await startReady(["front"], {});
    for (const name of ["postgres", "redis"]) {
      const before = platform.pidOf(name);
      process.kill(before ?? 0, "SIGKILL");
      await until(() => ![null, before].includes(platform.pidOf(name)), run.output);
    }
    const pids = platform.allPids();
    run.signal("SIGINT");
    expect((await run.exited).code).toBe(0);
    expectNothingLeft(pids);
  });
});
