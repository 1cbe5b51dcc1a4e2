import { forgetRunningEnvironment } from "./running-environment.ts";
import { bringUp, type Platform } from "./bring-up.ts";
import { claimDataFolder } from "./claim.ts";
import type { DataFolder } from "./data-folder.ts";
import { Fleet } from "./fleet.ts";
import { LaunchError } from "./launch-error.ts";
import type { Options } from "./options.ts";
import { createReporter, type Reporter } from "./reporter.ts";
import { listenForStop, type StopRequests } from "./stop-requests.ts";

const INTERRUPTED = 130;

const write = (text: string): void => void process.stdout.write(text);

function announce(options: Options, folder: DataFolder, link: string | null): void {
  const url = `http://localhost:${String(options.ports.front)}`;
  write(`\n  images   http://localhost:${String(options.ports.delivery)}\n  logs     ${folder.logs}\n  stop     Ctrl-C\n`);
  if (link !== null) write(`  sign in  ${link}   (works once)\n`);
  write(`\nready ${url}\n`);
}

async function runFleet(platform: Platform, options: Options, folder: DataFolder, reporter: Reporter, stop: StopRequests): Promise<void> {
  const fleet = new Fleet({ logsDir: folder.logs, runDir: folder.run, say: (line) => write(`! ${new Date().toISOString()} ${line}\n`) });
  stop.onHurry(() => fleet.hurry());
  try {
    const link = await bringUp({ platform, options, folder, fleet, reporter, outer: process.env, signal: stop.signal });
    announce(options, folder, link);
    const why = await stop.requested;
    write(`\nStopping (${why}). Ctrl-C again ends everything at once.\n`);
  } finally {
    if (fleet.members.length > 0) await reporter.step("Stopped", async () => await fleet.stop());
  }
}

function explain(error: unknown, stop: StopRequests): number {
  if (stop.signal.aborted) return INTERRUPTED;
  if (error instanceof LaunchError) {
    process.stderr.write(`\n${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`\nThe launcher failed, which is a bug in it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}

/**
 * Launches a platform and keeps it running until it is told to stop; then nothing of it is left, neither a process nor
 * the lock.
 * @returns the exit code: 0 after a stop that was asked for, 130 when that was during the start, 1 when it could not start
 */
export async function launch(platform: Platform, options: Options): Promise<number> {
  const stop = listenForStop();
  const reporter = createReporter(write);
  // Whoever read our output may go away (a pipe to head); what we keep running must not die of that.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  try {
    const { folder, lock } = await reporter.step("Data folder", async () => await claimDataFolder(options.dataDir, reporter.say), (claim) => `Data in ${claim.folder.root}`);
    try {
      await runFleet(platform, options, folder, reporter, stop);
    } finally {
      await forgetRunningEnvironment(folder.root);
      lock.release();
    }
    return 0;
  } catch (error) {
    return explain(error, stop);
  }
}
