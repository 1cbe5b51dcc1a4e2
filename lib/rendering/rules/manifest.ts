import type { Manifest, Placeholder, RenderedVariant } from "../model.ts";

type Known = { readonly assetId: string; readonly version: number; readonly surface: string | null };

/** The manifest of an asset that has no pictures (yet): pending, failed or quarantined. */
export function bareManifest(known: Known, state: "pending" | "failed" | "quarantined", size: { width: number | null; height: number | null }, at: Date): Manifest {
  return { schema: 1, ...known, state, ...size, recipeVersion: null, placeholders: [], color: null, variants: [], writtenAt: at.toISOString() };
}

export type RenderOutcome = {
  readonly width: number;
  readonly height: number;
  readonly recipeVersion: string;
  readonly placeholders: readonly Placeholder[];
  readonly color: string;
  readonly variants: readonly RenderedVariant[];
};

export function readyManifest(known: Known, outcome: RenderOutcome, at: Date): Manifest {
  return {
    schema: 1,
    ...known,
    state: "ready",
    width: outcome.width,
    height: outcome.height,
    recipeVersion: outcome.recipeVersion,
    placeholders: [...outcome.placeholders].sort((left, right) => left.width - right.width),
    color: outcome.color,
    variants: [...outcome.variants],
    writtenAt: at.toISOString(),
  };
}
