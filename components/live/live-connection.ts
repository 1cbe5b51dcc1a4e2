import { type ApiFailure, api, toApiFailure } from "#lib/api/client.ts";

type Stream = Awaited<ReturnType<typeof api.live.stream>>;
export type LiveFrame = Stream extends AsyncIterable<infer Frame> ? Frame : never;

/** Where the newest data came from, and when it came. */
export type LiveState = {
  readonly source: "none" | "stream" | "poll";
  readonly receivedAtMs: number | null;
  readonly startedAtMs: number;
  readonly signedOut: boolean;
};

type Options = {
  readonly onFrame: (frame: LiveFrame) => void;
  /** The same as a snapshot frame, by an ordinary request. */
  readonly poll: (signal: AbortSignal) => Promise<LiveFrame>;
};

/** DESIGN.md §6: a page greys at 5 s and then asks every 5 s by itself. */
export const STALE_AFTER_MS = 5_000;
const POLL_EVERY_MS = 5_000;
/** The stream says something every 2 s; a line that is silent this long is dead, whatever the socket believes. */
const SILENT_AFTER_MS = 10_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;

const isSignedOut = (failure: ApiFailure): boolean => failure.code === "not_signed_in";

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });
}

/** One tab's line to Seawall: the stream of changes, with polling beside it for as long as the stream is silent. */
export class LiveConnection {
  readonly #options: Options;
  readonly #listeners = new Set<() => void>();
  #state: LiveState = { source: "none", receivedAtMs: null, startedAtMs: 0, signedOut: false };
  #attempt: AbortController | null = null;
  #attemptAtMs = 0;
  #polledAtMs = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): LiveState => this.#state;

  /** Runs until the returned function is called. */
  readonly start = (): (() => void) => {
    const end = new AbortController();
    this.#set({ source: "none", receivedAtMs: null, startedAtMs: Date.now(), signedOut: false });
    this.#polledAtMs = 0;
    void this.#follow(end.signal);
    const watch = setInterval(() => void this.#watch(end.signal), 1_000);
    return () => {
      clearInterval(watch);
      end.abort();
      this.#attempt?.abort();
    };
  };

  async #follow(signal: AbortSignal): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!signal.aborted && !this.#state.signedOut) {
      this.#attempt = new AbortController();
      this.#attemptAtMs = Date.now();
      try {
        for await (const frame of await api.live.stream(undefined, { signal: this.#attempt.signal })) {
          if (signal.aborted) return;
          this.#receive(frame, "stream");
          retryMs = FIRST_RETRY_MS;
        }
      } catch (error) {
        if (!signal.aborted && isSignedOut(toApiFailure(error))) this.#set({ ...this.#state, signedOut: true });
      }
      await sleep(retryMs, signal);
      retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
    }
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const nowMs = Date.now();
    const { source, receivedAtMs, startedAtMs, signedOut } = this.#state;
    const streamHeardMs = Math.max(source === "stream" ? (receivedAtMs ?? 0) : 0, this.#attemptAtMs);
    if (nowMs - streamHeardMs > SILENT_AFTER_MS) this.#attempt?.abort();
    if (signedOut || nowMs - this.#polledAtMs < POLL_EVERY_MS) return;
    if (nowMs - (source === "stream" ? (receivedAtMs ?? startedAtMs) : startedAtMs) < STALE_AFTER_MS) return;
    this.#polledAtMs = nowMs;
    try {
      const frame = await this.#options.poll(AbortSignal.any([signal, AbortSignal.timeout(POLL_EVERY_MS)]));
      if (!signal.aborted) this.#receive(frame, "poll");
    } catch (error) {
      if (!signal.aborted && isSignedOut(toApiFailure(error))) this.#set({ ...this.#state, signedOut: true });
    }
  }

  #receive(frame: LiveFrame, source: "stream" | "poll"): void {
    this.#options.onFrame(frame);
    this.#set({ ...this.#state, source, receivedAtMs: Date.now() });
  }

  #set(state: LiveState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
