/** npm test [step…]: everything CI runs. The last line is `N passed, N failed`. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { addUp, type Outcome } from "./outcome.ts";
import { runStep } from "./run-step.ts";
import { selectSteps, type Step, STEPS } from "./steps.ts";

const LINTED_COMMITS = 30;
const BAD_USAGE = 2;
const root = resolve(import.meta.dirname, "../..");

const git = (...args: readonly string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();

/** The commit before the last 30, or the first commit of a younger (or shallow) history; null when there is only one. */
function findCommitRange(): string | null {
  const commits = git("rev-list", "--first-parent", `--max-count=${String(LINTED_COMMITS + 1)}`, "HEAD").split("\n");
  return commits.length < 2 ? null : (commits.at(-1) ?? null);
}

async function runSteps(steps: readonly Step[], scratch: string): Promise<readonly Outcome[]> {
  const commitRange = findCommitRange();
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    const needed = outcomes.find(({ name }) => name === step.needs);
    if (needed !== undefined && needed.result !== "passed") outcomes.push({ name: step.name, result: "not run", seconds: 0, counts: null });
    else outcomes.push(await runStep(step, root, scratch, commitRange));
  }
  return outcomes;
}

async function main(names: readonly string[]): Promise<number> {
  const { steps, unknown } = selectSteps(names);
  if (unknown.length > 0) {
    process.stderr.write(`There is no step ${unknown.join(", ")}. Steps: ${STEPS.map(({ name }) => name).join(" ")}\n`);
    return BAD_USAGE;
  }
  const scratch = mkdtempSync(join(tmpdir(), "seawall-test-"));
  try {
    const { passed, failed, lines } = addUp(await runSteps(steps, scratch));
    process.stdout.write(`\n${lines.join("\n")}\n\n${String(passed)} passed, ${String(failed)} failed\n`);
    return failed === 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
