export type SpeedSample = { readonly atMs: number; readonly bytes: number };

/** Speed is what happened lately, not on average: a line that slows down must show it. */
const WINDOW_MS = 4_000;
/** Before that a figure would only be a guess. */
const LEAST_MS = 500;

export function addSample(samples: readonly SpeedSample[], sample: SpeedSample): readonly SpeedSample[] {
  return [...samples.filter(({ atMs }) => sample.atMs - atMs <= WINDOW_MS), sample];
}

/** @returns bytes per second, null when it is too early to say */
export function speedOf(samples: readonly SpeedSample[]): number | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs < LEAST_MS) return null;
  return ((last.bytes - first.bytes) * 1_000) / (last.atMs - first.atMs);
}
