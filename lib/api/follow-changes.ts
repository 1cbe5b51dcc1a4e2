import { listAssets } from "#lib/assets/verbs/list-assets.ts";
import { now } from "#lib/edges/time.ts";
import { type LiveChange, liveHub } from "#lib/events/live-hub.ts";
import type { Actor } from "#lib/people/model.ts";
import type { LiveFrame } from "./contract.ts";

const SNAPSHOT_ASSETS = 50;
/** A frame at least this often, so that a page can tell silence from a dead line. */
const PULSE_MS = 2_000;
/** A tab that reads slower than we write gets a new snapshot instead of an endless queue. */
const MAX_PENDING = 100;

type Numbered = { readonly frame: LiveFrame; readonly id: string };

async function snapshot(actor: Actor): Promise<Numbered> {
  const { items } = await listAssets(actor, { limit: SNAPSHOT_ASSETS });
  return { frame: { kind: "snapshot", at: now().toISOString(), assets: items }, id: "0" };
}

/** Waits for the next change, a pulse's time, or the end of the connection, whichever is first. */
async function waitForNews(wake: { current: () => void }, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((done) => {
    const timer = setTimeout(() => finish(), PULSE_MS);
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      done();
    };
    wake.current = finish;
    signal?.addEventListener("abort", finish, { once: true });
  });
}

/** One tab's stream: a snapshot, then every change, with a pulse in between. Ends with the connection. */
export async function* followChanges(actor: Actor, signal: AbortSignal | undefined): AsyncGenerator<Numbered> {
  const pending: LiveChange[] = [];
  const wake = { current: (): void => undefined };
  const unsubscribe = await liveHub().subscribe((change) => {
    pending.push(change);
    wake.current();
  });
  try {
    yield await snapshot(actor);
    for (;;) {
      if (signal?.aborted === true) return;
      if (pending.length === 0) await waitForNews(wake, signal);
      if (pending.length > MAX_PENDING) {
        pending.length = 0;
        yield await snapshot(actor);
        continue;
      }
      const change = pending.shift();
      const at = now().toISOString();
      if (change === undefined) yield { frame: { kind: "pulse", at, assets: [] }, id: "0" };
      else yield { frame: { kind: "change", at, assets: [...change.assets] }, id: change.eventId.toString() };
    }
  } finally {
    unsubscribe();
  }
}
