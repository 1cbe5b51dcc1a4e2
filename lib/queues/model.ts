import { z } from "zod";
import type { Priority } from "#lib/assets/model.ts";

/**
 * Each pool has its own queue, children and deadline, so that none can starve another: `interactive` for small and
 * urgent pictures, `bulk` for monsters and batches (at the lowest CPU priority), `standard` for the rest.
 */
export const pools = ["interactive", "standard", "bulk"] as const;
export type Pool = (typeof pools)[number];
export const poolSchema = z.enum(pools);

/**
 * BullMQ's number per priority, lower first. Never 0 or unset: a job without a priority overtakes all others.
 */
export const jobPriority = { urgent: 1, normal: 10, bulk: 100 } as const satisfies Record<Priority, number>;

/** The counts of one queue; BullMQ's `wait` and `prioritized` are one thing to a person: waiting. */
export const queueSchema = z.object({
  pool: poolSchema,
  waiting: z.number().int(),
  active: z.number().int(),
  delayed: z.number().int(),
  failed: z.number().int(),
  /** How long the job that waits longest has waited; null when none does. */
  oldestWaitingMs: z.number().int().nullable(),
});
export type QueueState = z.infer<typeof queueSchema>;
