import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Counts } from "./counts.ts";
import type { Outcome } from "./outcome.ts";
import type { Step } from "./steps.ts";

const STEP_TIMEOUT_MS = 15 * 60_000;

async function runNode(root: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ...env }, timeout: STEP_TIMEOUT_MS });
  child.on("error", () => resolve(false));
  child.on("exit", (code) => resolve(code === 0));
  return await promise;
}

function readCounts(step: Step, report: string): Counts | null {
  if (step.count === undefined || !existsSync(report)) return null;
  return step.count(JSON.parse(readFileSync(report, "utf8")));
}

/** Runs one step, its output on ours. A step that should count tests and counted none failed: it proved nothing. */
export async function runStep(step: Step, root: string, scratch: string, commitRange: string | null): Promise<Outcome> {
  process.stdout.write(`\n── ${step.name} ${"─".repeat(Math.max(0, 60 - step.name.length))}\n`);
  const context = { report: join(scratch, `${step.name}.json`), commitRange };
  const startedAt = performance.now();
  const ok = await runNode(root, step.args(context), step.env?.(context) ?? {});
  const counts = readCounts(step, context.report);
  const countedNothing = step.count !== undefined && (counts === null || counts.passed + counts.failed === 0);
  const good = ok && !countedNothing && (counts?.failed ?? 0) === 0 && (counts?.skipped.length ?? 0) === 0;
  return { name: step.name, result: good ? "passed" : "failed", seconds: (performance.now() - startedAt) / 1000, counts };
}
