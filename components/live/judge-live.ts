import { type LiveState, STALE_AFTER_MS } from "./live-connection.ts";

/** Two missed polls: by then nobody should take what is on the screen for the present. */
const LOST_AFTER_MS = 12_000;

export type LiveVerdict = { readonly kind: "connecting" | "live" | "polling" | "lost" | "signed-out"; readonly ageMs: number | null };

/** What to say about the line, `nowMs` being the time on the reader's own clock. */
export function judgeLive(state: LiveState, nowMs: number): LiveVerdict {
  const ageMs = state.receivedAtMs === null ? null : Math.max(0, nowMs - state.receivedAtMs);
  if (state.signedOut) return { kind: "signed-out", ageMs };
  if (ageMs === null) return { kind: state.startedAtMs === 0 || nowMs - state.startedAtMs < STALE_AFTER_MS ? "connecting" : "lost", ageMs };
  if (state.source === "stream" && ageMs < STALE_AFTER_MS) return { kind: "live", ageMs };
  return { kind: ageMs < LOST_AFTER_MS ? "polling" : "lost", ageMs };
}
