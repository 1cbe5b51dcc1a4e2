/** First pause before a restart, doubled with each death in a row up to the last. */
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 15_000;
/** A process that ran this long was well: its next death counts as the first. */
const HEALTHY_AFTER_MS = 30_000;

export type Restart = { readonly deathsInARow: number; readonly delayMs: number };

/** How long to wait before a process that died is started again. @param ranForMs how long it had run */
export function planRestart(previousDeathsInARow: number, ranForMs: number): Restart {
  const deathsInARow = ranForMs >= HEALTHY_AFTER_MS ? 1 : previousDeathsInARow + 1;
  return { deathsInARow, delayMs: Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (deathsInARow - 1)) };
}
