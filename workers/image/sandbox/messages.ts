import { z } from "zod";
import type { SourceFormat } from "#lib/inspection/model.ts";
import { variantFormats, presets, type Recipe } from "#lib/recipes/model.ts";

/** Parent → child. The body is the original's bytes. */
export type RenderRequest = {
  readonly type: "render";
  readonly recipe: Recipe;
  readonly expected: { readonly format: SourceFormat; readonly width: number; readonly height: number };
  readonly maxPixels: number;
};

const kinds = ["decode", "disagrees", "memory", "verification", "internal"] as const;

/** Child → parent. The child is not trusted: everything it says is parsed. `output` and `placeholder` carry bytes. */
export const childMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready"), sharp: z.string(), vips: z.string() }),
  z.object({ type: z.literal("size"), width: z.number().int().positive(), height: z.number().int().positive(), hasAlpha: z.boolean() }),
  z.object({
    type: z.literal("output"),
    reduced: z.boolean(),
    presets: z.array(z.enum(presets)).min(1).max(presets.length).refine((named) => new Set(named).size === named.length, "a preset twice"),
    format: z.enum(variantFormats),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
  }),
  z.object({ type: z.literal("placeholder"), width: z.number().int().positive(), height: z.number().int().positive() }),
  z.object({ type: z.literal("done"), color: z.string().regex(/^#[0-9a-f]{6}$/), decodeMs: z.number(), encodeMs: z.number(), verifyMs: z.number() }),
  z.object({ type: z.literal("error"), kind: z.enum(kinds), message: z.string() }),
]);
export type ChildMessage = z.infer<typeof childMessage>;

/** An original may have 100 MB and a little; a child may not be made to allocate more. */
export const MAX_SOURCE_BYTES = 128 * 1024 * 1024;
/** The largest variant we make is a 2560 px PNG. */
export const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
