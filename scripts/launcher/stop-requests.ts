import { decideStop } from "./stop-rule.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export type StopRequests = { readonly signal: AbortSignal; readonly requested: Promise<string>; readonly onHurry: (listener: () => void) => void };

/** Turns signals, and the death of start.mjs, into one request to stop and perhaps a second one to hurry. */
export function listenForStop(): StopRequests {
  const controller = new AbortController();
  const { promise: requested, resolve } = Promise.withResolvers<string>();
  const hurryListeners: (() => void)[] = [];
  let firstAtMs: number | null = null;
  const request = (why: string): void => {
    const now = performance.now();
    const decision = decideStop(firstAtMs, now);
    if (decision === "stop") {
      firstAtMs = now;
      controller.abort(new DOMException(why, "AbortError"));
      resolve(why);
    } else if (decision === "hurry") for (const listener of hurryListeners) listener();
  };
  for (const signal of SIGNALS) process.on(signal, () => request(signal));
  // start.mjs holds the other end of this channel: when it is killed, nobody is left to ask us.
  process.on("disconnect", () => request("start.mjs is gone"));
  return { signal: controller.signal, requested, onHurry: (listener) => hurryListeners.push(listener) };
}
