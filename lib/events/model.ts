import { z } from "zod";
import type { Actor } from "#lib/people/model.ts";

export const eventVerbs = [
  "asset.uploaded",
  "asset.inspected",
  "asset.queued",
  "asset.rendering",
  "asset.ready",
  "asset.failed",
  "asset.quarantined",
  "asset.released",
  "asset.requeued",
  "asset.updated",
  "degradation.set",
  "key.created",
  "key.revoked",
  "link.created",
  "user.signed-in",
] as const;
export type EventVerb = (typeof eventVerbs)[number];

export type NewEvent = {
  readonly actor: Actor;
  readonly verb: EventVerb;
  readonly subject: { readonly type: "asset" | "key" | "link" | "scope" | "user"; readonly id: string };
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly reason?: string;
  readonly requestId?: string;
  readonly happenedAt: Date;
};

export const eventSchema = z.object({
  id: z.string(),
  actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
  verb: z.string(),
  subject: z.object({ type: z.string(), id: z.string() }),
  before: z.unknown().nullable(),
  after: z.unknown().nullable(),
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
  happenedAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
});
export type EventJson = z.infer<typeof eventSchema>;
