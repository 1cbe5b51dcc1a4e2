import { readLogTail } from "./log-file.ts";
import type { Supervised } from "./supervised.ts";

const TAIL_LINES = 15;

/** The process that looks guilty: the one that died most often, else one that does not run; null when all are well. */
function findCulprit(members: readonly Supervised[]): Supervised | null {
  const [worst] = members.toSorted((a, b) => b.deathsInARow - a.deathsInARow);
  if (worst !== undefined && worst.deathsInARow > 0) return worst;
  return members.find((member) => member.pid === null && member.spec.mayFinish !== true) ?? null;
}

/** Says which process keeps the platform from coming up, with the end of its log. */
export function explainFailure(members: readonly Supervised[], otherwise: string): string {
  const culprit = findCulprit(members);
  if (culprit === null) return otherwise;
  const times = culprit.deathsInARow === 1 ? "once" : `${String(culprit.deathsInARow)} times in a row`;
  const tail = readLogTail(culprit.logPath, TAIL_LINES).map((line) => `    ${line}`);
  return [`${culprit.spec.name} ${culprit.deathsInARow === 0 ? "does not run" : `died ${times}`}. The end of ${culprit.logPath}:`, ...tail].join("\n");
}
