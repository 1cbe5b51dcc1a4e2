import { readLevers } from "#lib/degradation/levers-file.ts";
import { type Levers, noLevers } from "#lib/degradation/model.ts";
import { type Tombstones, noTombstones } from "#lib/quarantine/model.ts";
import { readTombstones } from "#lib/quarantine/tombstones-file.ts";
import { log } from "#lib/edges/log.ts";
import type { Storage } from "#lib/edges/storage/storage.ts";
import type { Runtime } from "./main.ts";
import { repeat } from "./repeat.ts";

const POLL_MS = 1_000;

type Revised = { readonly revision: number };

/** An older revision than the known one is never taken: it would lift what protects. */
function isNewer(file: string, found: Revised, known: Revised): boolean {
  if (found.revision < known.revision) log().warn({ file, found: found.revision, known: known.revision }, "a control file went back; kept what is known");
  if (found.revision > known.revision) log().info({ file, revision: found.revision }, "control changed");
  return found.revision > known.revision;
}

/** The levers and tombstones this process obeys. Storage away changes nothing: the last ones stay, and overrides expire by their own time. */
export class ControlWatch {
  readonly #storage: Storage;
  #levers: Levers = noLevers;
  #tombstones: Tombstones = noTombstones;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  get levers(): Levers {
    return this.#levers;
  }

  /** Whether an asset must answer 410 whatever its manifest says. */
  isBuried(assetId: string): boolean {
    return Object.hasOwn(this.#tombstones.assets, assetId);
  }

  /** Reads the files now. */
  async refresh(): Promise<void> {
    const [levers, tombstones] = await Promise.all([readLevers(this.#storage), readTombstones(this.#storage)]);
    if (isNewer("levers.json", levers, this.#levers)) this.#levers = levers;
    if (isNewer("tombstones.json", tombstones, this.#tombstones)) this.#tombstones = tombstones;
  }

  /** Polls every second; a hint makes it faster. */
  follow(runtime: Runtime): void {
    repeat(runtime, "control", POLL_MS, async () => await this.refresh());
  }
}
