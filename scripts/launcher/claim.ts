import { type DataFolder, makeDataFolder } from "./data-folder.ts";
import { LaunchError } from "./launch-error.ts";
import { stopLeftovers } from "./leftovers.ts";
import { acquireLock, type Lock } from "./lock.ts";
import { SERVICES } from "./registry.ts";

/**
 * Makes a data folder this launcher's own: one launcher at a time, and nothing left running from one that was killed.
 * @throws LaunchError when another launcher has it
 */
export async function claimDataFolder(dataDir: string, say: (line: string) => void): Promise<{ folder: DataFolder; lock: Lock }> {
  const folder = makeDataFolder(dataDir);
  const lock = acquireLock(folder.lock);
  if (lock.kind === "refused") {
    throw new LaunchError(`Seawall already runs on ${dataDir} (process ${String(lock.holder.pid)}). Stop it first, or start a second one beside it: npm start -- --port 3100 --data-dir .data-2`);
  }
  try {
    if (lock.tookOver) say("the last launcher was killed; its lock is taken over");
    const stopped = await stopLeftovers(folder.run, SERVICES);
    if (stopped.length > 0) say(`stopped what it had left running: ${stopped.join(", ")}`);
    return { folder, lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}
