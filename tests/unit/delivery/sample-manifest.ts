import { defaultRecipe } from "#lib/recipes/model.ts";
import { planVariants } from "#lib/recipes/rules/plan-variants.ts";
import type { Manifest, RenderedVariant } from "#lib/rendering/model.ts";
import { readyManifest } from "#lib/rendering/rules/manifest.ts";

export const ASSET_ID = "ast_0123456789abcdefghjkmnpqrs";
export const WRITTEN_AT = new Date("2026-11-22T10:00:00.000Z");

/** The rows a picture of this size has once everything was rendered. */
export function sampleVariants(widthPx: number, heightPx: number, hasAlpha = false): readonly RenderedVariant[] {
  return planVariants({ widthPx, heightPx, hasAlpha }, defaultRecipe).variants.flatMap((plan) =>
    plan.presets.map((preset) => ({ reduced: plan.reduced, preset, format: plan.format, width: plan.widthPx, height: plan.heightPx, bytes: 1_000, sha256: `${plan.reduced ? "r" : ""}${plan.format}${plan.widthPx}`.padEnd(64, "0") })),
  );
}

/** A ready picture of 3000 × 2000 px with every variant and a placeholder for each size up to 800 px. */
export function sampleManifest(change: Partial<Manifest> = {}): Manifest {
  const placeholders = [160, 400, 800].map((width) => ({ width, height: Math.round((width * 2) / 3), base64: Buffer.from(`p${width}`).toString("base64") }));
  const outcome = { width: 3000, height: 2000, recipeVersion: "r1", placeholders, color: "#336699", variants: sampleVariants(3000, 2000) };
  return { ...readyManifest({ assetId: ASSET_ID, version: 3, surface: "catalogue" }, outcome, WRITTEN_AT), ...change };
}
