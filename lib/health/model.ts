import { z } from "zod";

/** `unknown` is its own state: a part that could not be asked is never drawn as fine. */
export const partStates = ["ok", "degraded", "away", "unknown"] as const;
export type PartState = (typeof partStates)[number];

export const healthPartSchema = z.object({
  name: z.string(),
  label: z.string(),
  state: z.enum(partStates),
  detail: z.string(),
  latencyMs: z.number().nullable(),
  /** Whether an upload can be taken and rendered without it. */
  required: z.boolean(),
});
export type HealthPart = z.infer<typeof healthPartSchema>;

export const healthSchema = z.object({
  state: z.enum(["ok", "degraded", "away"]),
  sentence: z.string(),
  checkedAt: z.iso.datetime(),
  parts: z.array(healthPartSchema),
});
export type Health = z.infer<typeof healthSchema>;
