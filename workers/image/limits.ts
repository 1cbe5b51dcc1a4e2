/** The parent's SIGKILL is the only deadline a decoder respects. */
export const RENDER_DEADLINE_MS = 60_000;

/** A claim on a job lapses this long after its worker was killed; half of it is the renewal interval. */
export const LOCK_DURATION_MS = 10_000;
export const STALLED_INTERVAL_MS = 5_000;
/** A killed worker is not the job's fault; the poison rule counts the sandbox's deaths instead. */
export const MAX_STALLED_COUNT = 20;

/** Twice is no accident: the file is quarantined with the evidence. */
export const SANDBOX_DEATHS_UNTIL_POISON = 2;

export const RECONCILE_INTERVAL_MS = 5_000;
