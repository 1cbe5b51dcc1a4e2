import { z } from "zod";
import { assetIdSchema } from "#lib/assets/model.ts";
import { sourceFormats } from "#lib/inspection/model.ts";

export const reasonText = z.string().trim().min(3, "say why in a few words").max(500);

/** `asset`: this one. `content`: every asset with the same bytes, and every later upload of them. */
export const quarantineScopes = ["asset", "content"] as const;

export const quarantineAssetInput = z.object({ id: assetIdSchema, reason: reasonText, scope: z.enum(quarantineScopes).default("asset") });
export const releaseAssetInput = z.object({ id: assetIdSchema, reason: reasonText });

/** Which assets a cohort means. At least one part must be named: an empty filter would be everything. */
export const cohortSchema = z
  .object({
    ids: z.array(assetIdSchema).min(1).max(1_000),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, "not a SHA-256"),
    uploadedBy: z.string().min(1).max(100),
    uploadedFrom: z.iso.datetime(),
    uploadedTo: z.iso.datetime(),
    format: z.enum(sourceFormats),
  })
  .partial()
  .refine((cohort) => Object.values(cohort).some((value) => value !== undefined), "name at least one of ids, sha256, uploadedBy, uploadedFrom, uploadedTo, format");
export type Cohort = z.infer<typeof cohortSchema>;

export const quarantineCohortInput = z.object({ cohort: cohortSchema, reason: reasonText, dryRun: z.boolean().default(false) });

/** What a quarantine hits. Requests served are not counted yet. */
export const blastRadiusSchema = z.object({
  assets: z.number().int(),
  sources: z.number().int(),
  variants: z.number().int(),
  surfaces: z.array(z.string()),
  sample: z.array(z.object({ id: z.string(), name: z.string(), state: z.string() })),
});
export type BlastRadius = z.infer<typeof blastRadiusSchema>;

/**
 * `control/tombstones.json`: what must answer 410 now, whatever its manifest still says. Each stays until its
 * manifest has long said so too.
 */
export const tombstonesSchema = z.object({
  schema: z.literal(1),
  revision: z.number().int().nonnegative(),
  writtenAt: z.iso.datetime(),
  assets: z.record(z.string(), z.iso.datetime()),
});
export type Tombstones = z.infer<typeof tombstonesSchema>;

export const noTombstones: Tombstones = { schema: 1, revision: 0, writtenAt: "1970-01-01T00:00:00.000Z", assets: {} };
