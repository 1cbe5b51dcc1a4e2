import type { Priority } from "#lib/assets/model.ts";

/** Each pool has its own queue, concurrency and limits, so that none can starve another. */
export const pools = ["standard"] as const;
export type Pool = (typeof pools)[number];

/**
 * BullMQ's number per priority, lower first. Never 0 or unset: a job without a priority overtakes all others.
 */
export const jobPriority = { urgent: 1, normal: 10, bulk: 100 } as const satisfies Record<Priority, number>;

/** The counts of one queue; BullMQ's `wait` and `prioritized` are one thing to a person: waiting. */
export type QueueCounts = { readonly waiting: number; readonly active: number; readonly delayed: number; readonly failed: number };
