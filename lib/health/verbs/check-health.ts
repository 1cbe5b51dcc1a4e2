import { db } from "#lib/edges/db/client.ts";
import { env } from "#lib/edges/env.ts";
import { redis } from "#lib/edges/redis/connection.ts";
import { storage } from "#lib/edges/storage/open.ts";
import { now } from "#lib/edges/time.ts";
import { listHeartbeats } from "#lib/workers/heartbeat.ts";
import type { WorkerHeartbeat } from "#lib/workers/model.ts";
import type { Health, HealthPart, PartState } from "../model.ts";
import { judgeHealth } from "../rules/judge-health.ts";

const TIMEOUT_MS = 2_000;
/** An answer that takes longer than this is a warning in itself. */
const SLOW_MS = 500;

type Finding = { readonly state: PartState; readonly detail: string };
type Check = { readonly name: string; readonly label: string; readonly run: () => Promise<Finding> };

const fine = (detail: string): Finding => ({ state: "ok", detail });

async function ask(port: number, path: string): Promise<Finding> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  return answer.ok ? fine("answers") : { state: "degraded", detail: `answers with ${answer.status}` };
}

const sandboxSentence = {
  sandbox: "each decoder shut in: no network, no files, memory and time limits",
  limits: "memory and time limits, but bubblewrap is missing: install it to shut decoders in",
  none: "no limits on this system: decode only files you trust",
} as const;

function judgeWorkers(workers: readonly WorkerHeartbeat[]): Finding {
  const [first] = workers;
  if (first === undefined) return { state: "away", detail: "no worker has said anything for 6 s" };
  const running = workers.reduce((sum, worker) => sum + worker.running, 0);
  const detail = `${workers.length} worker${workers.length === 1 ? "" : "s"}, ${running} rendering; ${sandboxSentence[first.sandbox]}`;
  return { state: workers.every((worker) => worker.sandbox === "sandbox") ? "ok" : "degraded", detail };
}

const checks: readonly Check[] = [
  {
    name: "postgres",
    label: "Postgres",
    run: async () => {
      await db().$queryRaw`SELECT 1`;
      return fine("answers");
    },
  },
  {
    name: "redis",
    label: "Redis",
    run: async () => {
      await redis().ping();
      return fine("answers");
    },
  },
  {
    name: "storage",
    label: "Storage",
    run: async () => {
      await (await storage()).head("health");
      return fine("answers");
    },
  },
  { name: "intake", label: "Upload server", run: async () => await ask(env().intakePort, "/health") },
  { name: "delivery", label: "Image server", run: async () => await ask(env().deliveryPort, "/health") },
  { name: "workers", label: "Render workers", run: async () => judgeWorkers(await listHeartbeats()) },
];

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function runCheck(check: Check): Promise<HealthPart> {
  const { name, label } = check;
  const from = performance.now();
  try {
    const found = await withTimeout(check.run());
    const latencyMs = Math.round((performance.now() - from) * 10) / 10;
    const slow = found.state === "ok" && latencyMs > SLOW_MS;
    return { name, label, required: true, latencyMs, state: slow ? "degraded" : found.state, detail: slow ? `answers slowly (${Math.round(latencyMs)} ms)` : found.detail };
  } catch (error) {
    return { name, label, required: true, latencyMs: null, state: "away", detail: error instanceof Error ? (error.message.split("\n").at(-1) ?? "no answer").slice(0, 200) : "no answer" };
  }
}

/** Asks every part at once, each with its own time limit, so that one that hangs hides no other. */
export async function checkHealth(): Promise<Health> {
  const parts = await Promise.all(checks.map(runCheck));
  return judgeHealth(parts, now());
}
