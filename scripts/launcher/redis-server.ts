import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { ProcessSpec } from "./supervised.ts";

const PROBE_TIMEOUT_MS = 2_000;
const STOP_GRACE_MS = 10_000;

export type RedisPlan = { readonly binary: string; readonly dir: string; readonly port: number; readonly password: string };

export function redisUrlOf(plan: RedisPlan): string {
  return `redis://:${plan.password}@127.0.0.1:${String(plan.port)}/0`;
}

/** A file and not arguments, because arguments can be read by every user of the machine. */
function writeRedisConfig(plan: RedisPlan): string {
  const path = join(plan.dir, "redis.conf");
  const lines = [
    "# Written by the launcher at each start.",
    `port ${String(plan.port)}`,
    "bind 127.0.0.1",
    "protected-mode yes",
    `requirepass ${plan.password}`,
    `dir ${JSON.stringify(plan.dir)}`,
    "appendonly yes",
    'save ""',
    // A queue must refuse new work rather than forget old work.
    "maxmemory-policy noeviction",
    "daemonize no",
    // Keeps the command line as it was started, with the path of this file in it.
    "set-proc-title no",
  ];
  writeFileSync(path, `${lines.join("\n")}\n`, { mode: 0o600 });
  return path;
}

/** How the launcher keeps its own Redis running. */
export function redisSpec(plan: RedisPlan): ProcessSpec {
  const config = writeRedisConfig(plan);
  return { name: "redis", command: plan.binary, args: [config], cwd: plan.dir, env: { PATH: process.env["PATH"], LANG: "C" }, stopSignal: "SIGTERM", graceMs: STOP_GRACE_MS };
}

/** True when Redis answers a PING with the password, false while it is away or still loading its file. */
export async function isRedisUp(port: number, password: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: "127.0.0.1", port, timeout: PROBE_TIMEOUT_MS });
  let answer = "";
  socket.on("connect", () => socket.write(`AUTH ${password}\r\nPING\r\nQUIT\r\n`));
  socket.setEncoding("utf8").on("data", (text: string) => (answer += text));
  socket.on("timeout", () => socket.destroy());
  socket.on("error", () => resolve(false));
  socket.on("close", () => resolve(answer.includes("+PONG")));
  return await promise;
}
