import type { Asset } from "#lib/assets/model.ts";
import { findAssetRows, toAsset } from "#lib/assets/store.ts";
import { db } from "#lib/edges/db/client.ts";
import { env } from "#lib/edges/env.ts";
import { log } from "#lib/edges/log.ts";
import { openSubscriber, type Redis } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import { findLastEventId, listEventsAfter } from "./store.ts";

export type LiveChange = { readonly eventId: bigint; readonly assets: readonly Asset[] };
type Listener = (change: LiveChange) => void;

/** Without hints, news are at most this old. */
const POLL_MS = 1_000;
/** Bursts are one frame: a tab is drawn four times a second at most. */
const MIN_GAP_MS = 250;
const BATCH = 500;
/** Ids are given out before their commit, so a smaller one may appear later: look back over this many and skip the seen. */
const LOOK_BACK = 200n;

/**
 * The one reader of new events in this process: a hundred open tabs cost one query. Redis says when there is
 * something new; with Redis away it looks by itself every second. Runs only while someone listens.
 */
class LiveHub {
  readonly #listeners = new Set<Listener>();
  #subscriber: Redis | null = null;
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0n;
  #lastReadMs = 0;
  #seen = new Set<bigint>();
  #baseline: Promise<void> = Promise.resolve();
  #reading = false;
  #again = false;

  /** Resolves once everything committed from now on will be told, so that a snapshot read afterwards leaves no gap. */
  async subscribe(listener: Listener): Promise<() => void> {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#start();
    await this.#baseline;
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  #start(): void {
    this.#lastId = 0n;
    this.#baseline = this.#read();
    this.#subscriber = openSubscriber();
    this.#subscriber.on("message", () => this.#schedule(Math.max(0, MIN_GAP_MS - (Date.now() - this.#lastReadMs))));
    this.#subscriber.subscribe(redisKeys.eventsRecorded).catch((error: unknown) => log().debug({ err: error }, "no hints"));
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#subscriber?.disconnect();
    this.#subscriber = null;
    this.#seen.clear();
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), delayMs);
  }

  async #read(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    try {
      await this.#readOnce();
    } catch (error) {
      log().debug({ err: error }, "events cannot be read right now");
    } finally {
      this.#reading = false;
      this.#lastReadMs = Date.now();
      const again = this.#again;
      this.#again = false;
      if (this.#listeners.size > 0) this.#schedule(again ? MIN_GAP_MS : POLL_MS);
    }
  }

  async #readOnce(): Promise<void> {
    if (this.#lastId === 0n) {
      this.#lastId = await findLastEventId(db());
      return;
    }
    const from = this.#lastId > LOOK_BACK ? this.#lastId - LOOK_BACK : 0n;
    const events = (await listEventsAfter(db(), from, BATCH)).map((event) => ({ id: BigInt(event.id), subject: event.subject }));
    const fresh = events.filter((event) => event.id > this.#lastId || !this.#seen.has(event.id));
    this.#seen = new Set(events.map((event) => event.id));
    const last = events.at(-1);
    if (last !== undefined && last.id > this.#lastId) this.#lastId = last.id;
    const ids = new Set(fresh.filter((event) => event.subject.type === "asset").map((event) => event.subject.id));
    if (ids.size === 0) return;
    const rows = await findAssetRows(db(), [...ids]);
    const change = { eventId: this.#lastId, assets: rows.map((row) => toAsset(row, env().deliveryUrl)) };
    for (const listener of this.#listeners) listener(change);
  }
}

let shared: LiveHub | undefined;

/** This process's hub. */
export function liveHub(): LiveHub {
  shared ??= new LiveHub();
  return shared;
}
