const number = new Intl.NumberFormat("en-US");
const UNITS = ["kB", "MB", "GB"] as const;

/** `4,032` */
export function formatCount(value: number): string {
  return number.format(value);
}

/** Bytes in decimal units with three figures: `812 B`, `3.42 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const step = Math.min(UNITS.length, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** step;
  return `${value >= 100 ? Math.round(value) : value.toPrecision(3)} ${UNITS[step - 1] ?? "B"}`;
}

/** `4,032 × 3,024`; a dash where it is not known. */
export function formatPixels(width: number | null, height: number | null): string {
  return width === null || height === null ? "–" : `${formatCount(width)} × ${formatCount(height)}`;
}

/** What a part saves against a whole: `−97 %`, or `+12 %` when it is larger. */
export function formatSaving(part: number, whole: number): string {
  if (whole === 0) return "–";
  const saved = 1 - part / whole;
  const percent = Math.abs(saved) * 100;
  // Never rounded up to 100: something is always left.
  const figure = percent >= 99 && percent < 100 ? (Math.floor(percent * 10) / 10).toFixed(1) : Math.round(percent).toString();
  return `${saved >= 0 ? "−" : "+"}${figure} %`;
}

/** Seconds for a person who waits: `4 s`, `2 min`. */
export function formatSeconds(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}

/** `just now`, `12 s ago`, `4 min ago`, `3 h ago`, `2 d ago`, then the day. */
export function formatAge(thenMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - thenMs) / 1_000));
  if (seconds < 10) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  if (seconds < 30 * 86_400) return `${Math.floor(seconds / 86_400)} d ago`;
  return new Date(thenMs).toISOString().slice(0, 10);
}

/** `2026-11-22 02:41:07 UTC` */
export function formatUtc(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
