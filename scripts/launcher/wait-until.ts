import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 50;

/**
 * Asks `probe` until it has an answer that is not null.
 * @throws what `onTimeout` makes, when there is none within `timeoutMs`; an AbortError when `signal` is aborted
 */
export async function waitUntil<T>(probe: () => Promise<T | null>, options: { timeoutMs: number; signal: AbortSignal; onTimeout: () => Error }): Promise<T> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    options.signal.throwIfAborted();
    const answer = await probe();
    if (answer !== null) return answer;
    if (performance.now() > deadline) throw options.onTimeout();
    await sleep(POLL_MS, undefined, { signal: options.signal });
  }
}
