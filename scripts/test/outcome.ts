import type { Counts } from "./counts.ts";

export type Outcome = {
  readonly name: string;
  readonly result: "passed" | "failed" | "not run";
  readonly seconds: number;
  /** Null for a step that counts no tests. */
  readonly counts: Counts | null;
};

export type Total = { readonly passed: number; readonly failed: number; readonly lines: readonly string[] };

function describe({ name, result, seconds, counts }: Outcome): string {
  const mark = { passed: "✓", failed: "✗", "not run": "–" }[result];
  const tests = counts === null ? "" : `  ${String(counts.passed)} passed, ${String(counts.failed)} failed`;
  return `${mark} ${name.padEnd(12)} ${result === "not run" ? "not run" : `${seconds.toFixed(1)} s`}${tests}`;
}

/** What a step adds to the failures: its failed tests, or one for a step that failed otherwise, and one for each skipped test. */
function failuresOf({ result, counts }: Outcome): number {
  const tests = (counts?.failed ?? 0) + (counts?.skipped.length ?? 0);
  return result === "passed" ? tests : Math.max(1, tests);
}

/** Adds up a run. Tests are counted, a static step that failed is one failure, a test that was not run is a failure. */
export function addUp(outcomes: readonly Outcome[]): Total {
  const skipped = outcomes.flatMap(({ name, counts }) => (counts?.skipped ?? []).map((test) => `  skipped in ${name}: ${test}`));
  return {
    passed: outcomes.reduce((sum, { counts }) => sum + (counts?.passed ?? 0), 0),
    failed: outcomes.reduce((sum, outcome) => sum + failuresOf(outcome), 0),
    lines: [...outcomes.map(describe), ...(skipped.length === 0 ? [] : ["A skipped test fails the run:", ...skipped])],
  };
}
