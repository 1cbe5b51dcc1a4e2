export type StopDecision = "stop" | "same" | "hurry";

/**
 * One Ctrl-C reaches the launcher up to three times: from the terminal, from npm, and from start.mjs. What follows within
 * this time is that same one.
 */
const SAME_WITHIN_MS = 700;

/** What a signal to stop means. @param firstAtMs when the first one came, null when this is it */
export function decideStop(firstAtMs: number | null, nowMs: number): StopDecision {
  if (firstAtMs === null) return "stop";
  return nowMs - firstAtMs < SAME_WITHIN_MS ? "same" : "hurry";
}
