import type { Reason } from "#lib/assets/model.ts";
import { reasonSchema } from "#lib/inspection/model.ts";
import { reasonTexts } from "#lib/inspection/rules/reasons.ts";

export type ReasonWords = { readonly title: string; readonly detail: string | null; readonly advice: string | null };

/** A reason in plain words, with this file's figures and what to do; one that only a worker knows speaks for itself. */
export function tellReason(reason: Reason): ReasonWords {
  const known = reasonSchema.shape.code.safeParse(reason.code);
  if (!known.success) return { title: reason.detail, detail: null, advice: null };
  const { title, advice } = reasonTexts[known.data];
  return { title, detail: reason.detail, advice };
}
