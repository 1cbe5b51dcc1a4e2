import { log } from "#lib/edges/log.ts";

/** Something to undo at the end, in reverse order of `onStop`. */
type Stop = { readonly name: string; readonly run: () => Promise<void> | void };

export type Runtime = { readonly onStop: (name: string, run: Stop["run"]) => void };

/** A process that cannot stop cleanly within this is ended; the launcher's own patience is longer. */
const STOP_DEADLINE_MS = 9_000;

async function stopAll(stops: readonly Stop[]): Promise<void> {
  for (const stop of stops.toReversed()) {
    try {
      await stop.run();
    } catch (error) {
      log().error({ err: error, stop: stop.name }, "did not stop cleanly");
    }
  }
}

/**
 * Starts a process and stops it well: SIGTERM and SIGINT run the stops once, last started first.
 * A defect that nobody caught ends the process with its story in the log, and its supervisor starts a new one.
 */
export function runProcess(start: (runtime: Runtime) => Promise<void>): void {
  // Originals and uploads are nobody else's on this machine.
  process.umask(0o077);
  const stops: Stop[] = [];
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log().info({ signal }, "stopping");
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
    void stopAll(stops).finally(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  for (const kind of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(kind, (error: unknown) => {
      log().fatal({ err: error, kind }, "a defect ended this process");
      process.exit(1);
    });
  }
  start({ onStop: (name, run) => stops.push({ name, run }) }).then(
    () => log().info("started"),
    (error: unknown) => {
      log().fatal({ err: error }, "could not start");
      process.exit(1);
    },
  );
}
