import type { Health, HealthPart } from "../model.ts";

const names = (parts: readonly HealthPart[]): string => parts.map((part) => part.label).join(", ");

/** Puts the parts together into one state and one sentence. A required part that is away makes the whole away. */
export function judgeHealth(parts: readonly HealthPart[], at: Date): Health {
  const away = parts.filter((part) => part.required && (part.state === "away" || part.state === "unknown"));
  const troubled = parts.filter((part) => part.state !== "ok" && !away.includes(part));
  const checkedAt = at.toISOString();
  if (away.length > 0) return { state: "away", sentence: `Not ready: ${names(away)} cannot be reached.`, checkedAt, parts: [...parts] };
  if (troubled.length > 0) return { state: "degraded", sentence: `Working, with trouble at: ${names(troubled)}.`, checkedAt, parts: [...parts] };
  return { state: "ok", sentence: "Everything answers.", checkedAt, parts: [...parts] };
}
