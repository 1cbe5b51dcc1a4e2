import { explainFailure } from "./explain-failure.ts";
import { LaunchError, messageOf } from "./launch-error.ts";
import type { Supervised } from "./supervised.ts";
import { waitUntil } from "./wait-until.ts";

const READY_TIMEOUT_MS = 120_000;
const PROBE_TIMEOUT_MS = 3_000;
/** About eight seconds of trying: what dies this often before it was ever well will not come up by itself. */
const HOPELESS_AFTER_DEATHS = 6;

async function probe(url: string): Promise<{ ready: boolean; words: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS), redirect: "manual" });
    return { ready: response.status === 200, words: `${String(response.status)} ${(await response.text()).slice(0, 500)}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
    return { ready: false, words: cause };
  }
}

/**
 * Waits until the platform says that all of it is ready.
 * @throws LaunchError naming the process that keeps it from being so, with the end of its log
 */
export async function waitForReady(url: string, members: readonly Supervised[], signal: AbortSignal): Promise<void> {
  let last = "nothing";
  const failure = (): Error => new LaunchError(explainFailure(members, `Everything runs, but ${url} is not ready after ${String(READY_TIMEOUT_MS / 1000)} s. It answers: ${last}`));
  await waitUntil(
    async () => {
      if (members.some((member) => member.deathsInARow >= HOPELESS_AFTER_DEATHS)) throw failure();
      const answer = await probe(url);
      last = answer.words;
      return answer.ready ? true : null;
    },
    { timeoutMs: READY_TIMEOUT_MS, signal, onTimeout: failure },
  );
}
