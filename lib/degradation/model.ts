import { z } from "zod";
import { surfaces } from "#lib/assets/model.ts";

/** Full service and the four steps down from it; each higher level costs less and shows less. */
export const levels = [0, 1, 2, 3, 4] as const;
export type DegradationLevel = (typeof levels)[number];
export const levelSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

export const levelLabels: Readonly<Record<DegradationLevel, string>> = { 0: "full", 1: "lower quality", 2: "cached only", 3: "placeholders", 4: "skip images" };

/** `rendering`: how new work is made. `delivery`: what shoppers get, for the whole shop or one surface of it. */
export const scopes = ["rendering", "delivery", ...surfaces.map((surface) => `delivery:${surface}` as const)] as const;
export type Scope = (typeof scopes)[number];
export const scopeSchema = z.enum(scopes);

export const DEFAULT_TTL_MINUTES = 30;
export const MAX_TTL_MINUTES = 24 * 60;

/** What a person set, until when, and why. Automation may not touch it before it expires. */
export const overrideSchema = z.object({
  scope: scopeSchema,
  level: levelSchema,
  reason: z.string(),
  by: z.string(),
  since: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Override = z.infer<typeof overrideSchema>;

/**
 * `control/levers.json` in storage: all that delivery and workers need to know. Written whole, read every second,
 * so that levers work with Redis, Postgres or web away. `revision` only ever grows.
 */
export const leversSchema = z.object({
  schema: z.literal(1),
  revision: z.number().int().nonnegative(),
  writtenAt: z.iso.datetime(),
  overrides: z.array(overrideSchema),
  protectedSurfaces: z.array(z.enum(surfaces)),
});
export type Levers = z.infer<typeof leversSchema>;

export const noLevers: Levers = { schema: 1, revision: 0, writtenAt: "1970-01-01T00:00:00.000Z", overrides: [], protectedSurfaces: [] };

export const setLevelInput = z.object({
  level: z.union([levelSchema, z.literal("automatic")]),
  scope: scopeSchema.optional(),
  reason: z.string().trim().min(3, "say why in a few words").max(500),
  ttlMinutes: z.number().int().min(1).max(MAX_TTL_MINUTES).default(DEFAULT_TTL_MINUTES),
});

export const scopeStateSchema = z.object({
  scope: scopeSchema,
  level: levelSchema,
  source: z.enum(["automatic", "manual"]),
  automaticLevel: levelSchema,
  reason: z.string().nullable(),
  by: z.string().nullable(),
  since: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
});
export type ScopeState = z.infer<typeof scopeStateSchema>;
export const degradationSchema = z.object({ scopes: z.array(scopeStateSchema), revision: z.number().int() });
