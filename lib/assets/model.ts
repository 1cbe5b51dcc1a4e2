import { z } from "zod";
import { presets, variantFormats } from "#lib/recipes/model.ts";

export const assetStates = ["receiving", "inspecting", "queued", "rendering", "ready", "quarantined", "failed", "deferred", "trashed"] as const;
export type AssetState = (typeof assetStates)[number];

/** One word and one tone per state, the same on every screen. */
export const stateLabels: Readonly<Record<AssetState, { readonly label: string; readonly tone: "calm" | "busy" | "good" | "warn" | "bad" }>> = {
  receiving: { label: "receiving", tone: "busy" },
  inspecting: { label: "inspecting", tone: "busy" },
  queued: { label: "queued", tone: "busy" },
  rendering: { label: "rendering", tone: "busy" },
  ready: { label: "ready", tone: "good" },
  quarantined: { label: "quarantined", tone: "bad" },
  failed: { label: "failed", tone: "bad" },
  deferred: { label: "deferred", tone: "warn" },
  trashed: { label: "trashed", tone: "calm" },
};

export const surfaces = ["login", "search", "checkout", "mobile-start", "catalogue", "marketing"] as const;
export type Surface = (typeof surfaces)[number];
export const surfaceSchema = z.enum(surfaces);

export const priorities = ["urgent", "normal", "bulk"] as const;
export type Priority = (typeof priorities)[number];
export const prioritySchema = z.enum(priorities);

export const reasonSchema = z.object({ code: z.string(), detail: z.string() });
export type Reason = z.infer<typeof reasonSchema>;

export const assetIdSchema = z.string().regex(/^ast_[0-9a-z]{26}$/, "not an asset id");

export const variantSchema = z.object({
  preset: z.enum(presets),
  format: z.enum(variantFormats),
  width: z.number().int(),
  height: z.number().int(),
  bytes: z.number().int(),
  recipeVersion: z.string(),
  url: z.string(),
});

export const assetSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(assetStates),
  reasons: z.array(reasonSchema),
  bytes: z.number().int(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  format: z.string(),
  sha256: z.string(),
  surface: surfaceSchema.nullable(),
  altText: z.string().nullable(),
  version: z.number().int(),
  variants: z.array(variantSchema),
  createdAt: z.iso.datetime(),
});
export type Asset = z.infer<typeof assetSchema>;

/** Postgres keeps every character but this one. */
const withoutNul = (text: string): boolean => !text.includes("\0");
const NUL_MESSAGE = "may not hold a NUL character";

/** The words that travel with an uploaded file. */
export const uploadFields = z.object({
  name: z.string().trim().min(1).max(255).refine(withoutNul, NUL_MESSAGE).optional(),
  surface: surfaceSchema.optional(),
  altText: z.string().trim().max(2_000).refine(withoutNul, NUL_MESSAGE).optional(),
  priority: prioritySchema.default("normal"),
});
export type UploadFields = z.infer<typeof uploadFields>;

/** What people may change of an asset. Absent fields stay; null takes away. */
export const updateAssetInput = z.object({
  id: assetIdSchema,
  name: z.string().trim().min(1).max(255).refine(withoutNul, NUL_MESSAGE).optional(),
  altText: z.string().trim().max(2_000).refine(withoutNul, NUL_MESSAGE).nullable().optional(),
  surface: surfaceSchema.nullable().optional(),
  priority: prioritySchema.optional(),
});
