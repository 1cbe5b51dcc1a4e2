import type { Counts } from "./counts.ts";
import { countPlaywright, countVitest } from "./counts.ts";

/** What one step runs: our own Node with these arguments, from the checkout's root. */
export type Step = {
  readonly name: string;
  readonly args: (context: StepContext) => readonly string[];
  readonly env?: (context: StepContext) => Readonly<Record<string, string>>;
  /** Reads its report into tests counted; a step without one counts only when it fails, as one. */
  readonly count?: (report: unknown) => Counts;
  /** Not run when that step was run and failed. */
  readonly needs?: string;
};

/** @param report where the step's JSON report goes · @param commitRange first commit to lint, null when there is no other */
export type StepContext = { readonly report: string; readonly commitRange: string | null };

const vitest = (project: string): Step => ({
  name: project,
  args: ({ report }) => ["node_modules/vitest/vitest.mjs", "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  count: countVitest,
});

/** In this order: what is quick and explains later failures comes first. */
export const STEPS: readonly Step[] = [
  // Any existing file will do for the native engine, which `generate` never runs but would download.
  { name: "generate", args: () => ["node_modules/prisma/build/index.js", "generate"], env: () => ({ PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" }) },
  { name: "typecheck", args: () => ["node_modules/typescript/bin/tsc", "--noEmit"] },
  { name: "lint", args: () => ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings", "."] },
  { name: "knip", args: () => ["node_modules/knip/bin/knip.js"] },
  // Merge commits are among what commitlint ignores by default.
  { name: "commitlint", args: ({ commitRange }) => ["node_modules/@commitlint/cli/cli.js", ...(commitRange === null ? ["--last"] : ["--from", commitRange])] },
  vitest("unit"),
  vitest("integration"),
  { name: "build", args: () => ["node_modules/next/dist/bin/next", "build"], env: () => ({ NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" }) },
  {
    name: "e2e",
    needs: "build",
    args: () => ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"],
    env: ({ report }) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
    count: countPlaywright,
  },
];

/** The steps named on the command line in STEPS' order, all when none is; or the names that do not exist. */
export function selectSteps(names: readonly string[]): { readonly steps: readonly Step[]; readonly unknown: readonly string[] } {
  return {
    steps: names.length === 0 ? STEPS : STEPS.filter(({ name }) => names.includes(name)),
    unknown: names.filter((name) => !STEPS.some((step) => step.name === name)),
  };
}
