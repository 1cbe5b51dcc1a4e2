export type LockDecision = "take" | "take-over" | "refuse";

/**
 * What to do about the lock of a data folder.
 * @param recorded who wrote it, null when there is none, "unreadable" when it does not parse (a disk that filled up)
 * @param startedAtNow start of the process that has the recorded pid now, null when there is no such process
 */
export function decideLock(recorded: { readonly startedAt: string } | "unreadable" | null, startedAtNow: string | null): LockDecision {
  if (recorded === null) return "take";
  if (recorded === "unreadable") return "take-over";
  return recorded.startedAt === startedAtNow ? "refuse" : "take-over";
}
