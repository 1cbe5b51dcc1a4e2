import { z } from "zod";
import { presets, variantFormats } from "#lib/recipes/model.ts";

/** What a job carries: ids and a schema version, never bytes. */
export const renderJobSchema = z.object({
  schema: z.literal(1),
  assetId: z.string(),
  version: z.number().int().positive(),
  attempt: z.number().int().nonnegative(),
  requestId: z.string().optional(),
});
export type RenderJob = z.infer<typeof renderJobSchema>;

/** One finished, verified and stored output. */
export const renderedVariantSchema = z.object({
  /** Absent in manifests written before there were reduced variants. */
  reduced: z.boolean().default(false),
  preset: z.enum(presets),
  format: z.enum(variantFormats),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  bytes: z.number().int().positive(),
  sha256: z.string(),
});
export type RenderedVariant = z.infer<typeof renderedVariantSchema>;

/** A blurred stand-in that lives in the manifest, so that it can be served with storage away. */
export const placeholderSchema = z.object({ width: z.number().int().positive(), height: z.number().int().positive(), base64: z.string().max(800) });
export type Placeholder = z.infer<typeof placeholderSchema>;

/**
 * What delivery knows of an asset; the only thing it needs. Lies in storage at `manifests/…`.
 * `placeholders` are WebPs of at most 600 bytes in base64, narrowest first; `color` is the dominant colour as `#rrggbb`.
 */
export const manifestSchema = z.object({
  schema: z.literal(1),
  assetId: z.string(),
  version: z.number().int().positive(),
  state: z.enum(["pending", "ready", "failed", "quarantined"]),
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  surface: z.string().nullable(),
  recipeVersion: z.string().nullable(),
  placeholders: z.array(placeholderSchema),
  color: z.string().regex(/^#[0-9a-f]{6}$/).nullable(),
  variants: z.array(renderedVariantSchema),
  writtenAt: z.iso.datetime(),
});
export type Manifest = z.infer<typeof manifestSchema>;
