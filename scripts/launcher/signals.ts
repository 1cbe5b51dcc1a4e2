import { hasCode } from "./launch-error.ts";

/** Sends a signal to a process or, with a negative pid, to its group. @returns false when there is none any more */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if (hasCode(error, "ESRCH")) return false;
    // macOS answers EPERM for a group whose members are all zombies.
    if (hasCode(error, "EPERM") && pid < 0) return false;
    throw error;
  }
}
