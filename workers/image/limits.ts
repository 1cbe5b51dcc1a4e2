import type { Pool } from "#lib/queues/model.ts";

/** The parent's SIGKILL is the only deadline a decoder respects. */
export const renderDeadlineMs = { interactive: 30_000, standard: 60_000, bulk: 300_000 } as const satisfies Record<Pool, number>;

/** Children of the bulk pool yield to everything else on the machine. */
export const niceness = { interactive: 0, standard: 0, bulk: 19 } as const satisfies Record<Pool, number>;

/** A claim on a job lapses this long after its worker was killed; half of it is the renewal interval. */
export const LOCK_DURATION_MS = 10_000;
export const STALLED_INTERVAL_MS = 5_000;
/** A killed worker is not the job's fault; the poison rule counts the sandbox's deaths instead. */
export const MAX_STALLED_COUNT = 20;

/** Twice is no accident: the file is quarantined with the evidence. */
export const SANDBOX_DEATHS_UNTIL_POISON = 2;

export const RECONCILE_INTERVAL_MS = 5_000;

const MIB = 1024 * 1024;
/**
 * Of the 512 MiB a child may use, this much may still be held by its last job. What the lanes let into a pool
 * (bulk from 128 MiB estimated) has room in the rest; a monster needs nearly all of it, so bulk children start afresh.
 */
export const maxRetainedBytes = { interactive: 256 * MIB, standard: 256 * MIB, bulk: 24 * MIB } as const satisfies Record<Pool, number>;
