import { describe, expect, test } from "vitest";
import { countPlaywright, countVitest } from "#scripts/test/counts.ts";
import { addUp, type Outcome } from "#scripts/test/outcome.ts";
import { selectSteps, STEPS } from "#scripts/test/steps.ts";

const vitestFile = (status: string, ...tests: readonly string[]) => ({ name: "a.test.ts", status, assertionResults: tests.map((status, index) => ({ status, fullName: `test ${String(index)}` })) });

const spec = (status: string) => ({ title: status, tests: [{ status }] });
const outcome = (changes: Partial<Outcome>): Outcome => ({ name: "unit", result: "passed", seconds: 1, counts: null, ...changes });

describe("counting", () => {
  test("Vitest: passed, failed, and by name what was not run", () => {
    const counts = countVitest({ testResults: [vitestFile("passed", "passed", "passed"), vitestFile("failed", "failed", "skipped", "todo")] });
    expect(counts).toEqual({ passed: 2, failed: 1, skipped: ["test 1", "test 2"] });
  });

  test("Vitest: a file that did not load is a failure although it has no failed test", () => {
    expect(countVitest({ testResults: [vitestFile("failed")] })).toEqual({ passed: 0, failed: 1, skipped: [] });
  });

  test("Playwright: nested suites; flaky is failed; errors outside of tests count", () => {
    const report = { suites: [{ title: "a", specs: [spec("expected")], suites: [{ title: "b", specs: [spec("flaky"), spec("unexpected"), spec("skipped")] }] }], errors: [{ message: "no server" }] };
    expect(countPlaywright(report)).toEqual({ passed: 1, failed: 3, skipped: ["b › skipped"] });
  });

  test("a report of another shape throws instead of counting nothing", () => {
    expect(() => countVitest({ results: [] })).toThrow(/testResults/);
  });
});

describe("adding up", () => {
  test.each([
    ["static steps that passed count nothing", [outcome({}), outcome({})], 0, 0],
    ["a static step that failed is one", [outcome({ result: "failed" })], 0, 1],
    ["tests are counted", [outcome({ counts: { passed: 5, failed: 0, skipped: [] } }), outcome({ counts: { passed: 2, failed: 0, skipped: [] } })], 7, 0],
    ["failed tests are counted, not their step as well", [outcome({ result: "failed", counts: { passed: 5, failed: 2, skipped: [] } })], 5, 2],
    ["a runner that failed after its tests passed is one", [outcome({ result: "failed", counts: { passed: 5, failed: 0, skipped: [] } })], 5, 1],
    ["a skipped test is a failure", [outcome({ result: "failed", counts: { passed: 5, failed: 0, skipped: ["x"] } })], 5, 1],
    ["a step that could not run is one", [outcome({ result: "not run" })], 0, 1],
  ])("%s", (_name, outcomes, passed, failed) => {
    expect(addUp(outcomes)).toMatchObject({ passed, failed });
  });

  test("says which test was skipped", () => {
    expect(addUp([outcome({ result: "failed", counts: { passed: 0, failed: 0, skipped: ["the important one"] } })]).lines.join("\n")).toContain("skipped in unit: the important one");
  });
});

describe("choosing steps", () => {
  test("none named: all; named: in the fixed order; unknown ones are told", () => {
    expect(selectSteps([]).steps).toBe(STEPS);
    expect(selectSteps(["unit", "lint"]).steps.map(({ name }) => name)).toEqual(["lint", "unit"]);
    expect(selectSteps(["unti"]).unknown).toEqual(["unti"]);
  });
});
