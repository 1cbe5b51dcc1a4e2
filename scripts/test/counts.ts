import { z } from "zod";

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: readonly string[] };

/** Of Vitest's JSON report (the shape of Jest's). */
const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/** Counts a Vitest JSON report. A file that failed without a failed test (it did not load) counts as one failed. */
export function countVitest(report: unknown): Counts {
  const files = vitestReport.parse(report).testResults;
  const tests = files.flatMap((file) => file.assertionResults);
  const unloaded = files.filter((file) => file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"));
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: tests.filter(({ status }) => status === "failed").length + unloaded.length,
    skipped: tests.filter(({ status }) => status !== "passed" && status !== "failed").map(({ fullName }) => fullName),
  };
}

type Suite = { readonly title: string; readonly specs?: readonly Spec[] | undefined; readonly suites?: readonly Suite[] | undefined };
type Spec = { readonly title: string; readonly tests: readonly { readonly status: string }[] };

const spec: z.ZodType<Spec> = z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) });
const suite: z.ZodType<Suite> = z.lazy(() => z.object({ title: z.string(), specs: z.array(spec).optional(), suites: z.array(suite).optional() }));
const playwrightReport = z.object({ suites: z.array(suite), errors: z.array(z.object({ message: z.string().optional() })) });

const flatten = (parent: Suite): readonly { name: string; status: string }[] => [
  ...(parent.specs ?? []).flatMap(({ title, tests }) => tests.map(({ status }) => ({ name: `${parent.title} › ${title}`, status }))),
  ...(parent.suites ?? []).flatMap(flatten),
];

/** Counts a Playwright JSON report. One that passed only on a second try (`flaky`) failed; errors outside tests count as failed. */
export function countPlaywright(report: unknown): Counts {
  const { suites, errors } = playwrightReport.parse(report);
  const tests = suites.flatMap(flatten);
  return {
    passed: tests.filter(({ status }) => status === "expected").length,
    failed: tests.filter(({ status }) => status === "unexpected" || status === "flaky").length + errors.length,
    skipped: tests.filter(({ status }) => status === "skipped").map(({ name }) => name),
  };
}
