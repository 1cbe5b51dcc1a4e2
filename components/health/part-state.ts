import type { PartState } from "#lib/health/model.ts";
import type { Tone } from "#components/ui/shape.tsx";

export const partLabels: Readonly<Record<PartState, { readonly label: string; readonly tone: Tone }>> = {
  ok: { label: "answers", tone: "good" },
  degraded: { label: "degraded", tone: "warn" },
  away: { label: "away", tone: "bad" },
  unknown: { label: "unknown", tone: "unknown" },
};

/** What the shop and its people notice when a part is away (DESIGN.md §1). */
export const meaningOf: Readonly<Record<string, string>> = {
  postgres: "Without it uploads are turned away and this console cannot open. Delivery and rendering go on.",
  redis: "Without it new pictures wait to be rendered. What is ready is delivered.",
  storage: "Without it uploads are turned away, and delivery falls back to what it has kept.",
  intake: "Without it nothing can be uploaded. Everything else goes on.",
  delivery: "Without it the shop has no pictures.",
  workers: "Without them new pictures are accepted and wait. What is ready is delivered.",
};
