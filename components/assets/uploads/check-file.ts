import type { Inspection } from "#lib/inspection/model.ts";
import { defaultInspectionLimits } from "#lib/inspection/model.ts";

/** Why a file is not sent, in the words the server would have used. */
export type Refusal = { readonly sentence: string; readonly advice: string | null };

/** The server inspects every file anyway: looking ahead may not make anyone wait. */
const LOOK_AHEAD_MS = 400;

async function inspectAhead(file: File): Promise<Inspection | null> {
  const { walkInspection } = await import("#lib/inspection/rules/inspect.ts");
  const until = performance.now() + LOOK_AHEAD_MS;
  const walk = walkInspection(file.size, { name: file.name, type: file.type === "" ? undefined : file.type }, defaultInspectionLimits);
  let step = walk.next();
  while (step.done !== true) {
    if (performance.now() > until) return null;
    const { offset, length } = step.value;
    step = walk.next(new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()));
  }
  return step.value;
}

/**
 * The server's own inspection, run here before a byte leaves: the same rules, so the same verdict and the same words.
 * @returns null when the file may be sent
 */
export async function findRefusal(file: File): Promise<Refusal | null> {
  try {
    const inspection = await inspectAhead(file);
    // Damaged and suspicious files are sent: Seawall keeps those, with the reason in their history.
    if (inspection?.verdict !== "refused") return null;
    const [first] = inspection.reasons;
    if (first === undefined) return null;
    const { reasonTexts } = await import("#lib/inspection/rules/reasons.ts");
    const { title, advice } = reasonTexts[first.code];
    return { sentence: `${title} ${first.detail}`, advice };
  } catch {
    // A folder, or a file that went away under our hands, cannot be read at all.
    return { sentence: "The file cannot be read.", advice: "If it is a folder, open it and choose the pictures inside. Else check that the file is still there." };
  }
}
