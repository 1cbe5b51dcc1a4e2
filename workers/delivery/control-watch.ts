import { readLevers } from "#lib/degradation/levers-file.ts";
import { type Levers, noLevers } from "#lib/degradation/model.ts";
import { log } from "#lib/edges/log.ts";
import type { Storage } from "#lib/edges/storage/storage.ts";
import { repeat } from "#workers/runtime/repeat.ts";
import type { Runtime } from "#workers/runtime/main.ts";

const POLL_MS = 1_000;

/** The levers this process obeys. Storage away changes nothing: the last ones stay, and overrides expire by their own time. */
export class ControlWatch {
  readonly #storage: Storage;
  #levers: Levers = noLevers;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  get levers(): Levers {
    return this.#levers;
  }

  /** Reads the file now. An older revision than the known one is never taken. */
  async refresh(): Promise<void> {
    const found = await readLevers(this.#storage);
    if (found.revision === this.#levers.revision) return;
    if (found.revision < this.#levers.revision) {
      log().warn({ found: found.revision, known: this.#levers.revision }, "levers.json went back; kept what is known");
      return;
    }
    this.#levers = found;
    log().info({ revision: found.revision, overrides: found.overrides.length }, "levers changed");
  }

  /** Polls every second; a hint makes it faster. */
  follow(runtime: Runtime): void {
    repeat(runtime, "control", POLL_MS, async () => await this.refresh());
  }
}
