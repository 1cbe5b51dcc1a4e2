const STEP_MS = 50;
const LIMIT_MS = 60_000;

/** Looks again until `condition` holds. @throws Error saying what never came, after a minute */
export async function waitFor(what: string, condition: () => boolean | Promise<boolean>, limitMs = LIMIT_MS): Promise<void> {
  const until = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > until) throw new Error(`waited ${limitMs / 1000} s for ${what}`);
    await new Promise((again) => setTimeout(again, STEP_MS));
  }
}
