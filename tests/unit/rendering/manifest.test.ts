import { describe, expect, test } from "vitest";
import { type Manifest, manifestSchema, renderJobSchema } from "#lib/rendering/model.ts";
import { bareManifest, readyManifest } from "#lib/rendering/rules/manifest.ts";
import { ASSET_ID, WRITTEN_AT, sampleManifest, sampleVariants } from "#tests/unit/delivery/sample-manifest.ts";

const KNOWN = { assetId: ASSET_ID, version: 2, surface: null };

describe("manifests", () => {
  test.each(["pending", "failed", "quarantined"] as const)("%s: nothing made from the picture is in it", (state) => {
    const manifest = bareManifest(KNOWN, state, { width: 10, height: 20 }, WRITTEN_AT);
    expect(manifest).toEqual({ schema: 1, ...KNOWN, state, width: 10, height: 20, recipeVersion: null, placeholders: [], color: null, variants: [], writtenAt: "2026-11-22T10:00:00.000Z" });
    expect(manifestSchema.parse(manifest)).toEqual(manifest);
  });

  test("ready: everything the render came to, placeholders narrowest first, the outcome left as it was", () => {
    const placeholders = [800, 160, 400].map((width) => ({ width, height: width, base64: "" }));
    const outcome = { width: 3000, height: 2000, recipeVersion: "r1", placeholders, color: "#336699", variants: sampleVariants(3000, 2000) };
    const manifest = readyManifest(KNOWN, outcome, WRITTEN_AT);
    expect(manifest).toMatchObject({ ...KNOWN, state: "ready", width: 3000, height: 2000, recipeVersion: "r1", color: "#336699" });
    expect(manifest.placeholders.map((placeholder) => placeholder.width)).toEqual([160, 400, 800]);
    expect(manifest.variants).toEqual(outcome.variants);
    expect(placeholders.map((placeholder) => placeholder.width)).toEqual([800, 160, 400]);
  });

  test("what is written to storage is what is read from it", () => {
    const manifest = sampleManifest();
    expect(manifestSchema.parse(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  });

  test.each<[string, Partial<Record<keyof Manifest, unknown>>]>([
    ["another schema", { schema: 2 }],
    ["no asset", { assetId: undefined }],
    ["version 0", { version: 0 }],
    ["half a version", { version: 1.5 }],
    ["an unknown state", { state: "trashed" }],
    ["a width in text", { width: "10" }],
    ["an unknown preset", { variants: [{ ...sampleVariants(100, 100)[0], preset: "huge" }] }],
    ["an unknown format", { variants: [{ ...sampleVariants(100, 100)[0], format: "gif" }] }],
    ["a variant without bytes", { variants: [{ ...sampleVariants(100, 100)[0], bytes: 0 }] }],
    ["a placeholder too large to keep in memory", { placeholders: [{ width: 1, height: 1, base64: "A".repeat(801) }] }],
    ["a time that is none", { writtenAt: "yesterday" }],
  ])("%s is refused", (_what, change) => {
    expect(manifestSchema.safeParse({ ...sampleManifest(), ...change }).success).toBe(false);
  });

  test.each<[string, unknown, boolean]>([
    ["a whole job", { schema: 1, assetId: ASSET_ID, version: 1, attempt: 0, requestId: "req_1" }, true],
    ["without a request", { schema: 1, assetId: ASSET_ID, version: 1, attempt: 3 }, true],
    ["of a later schema", { schema: 2, assetId: ASSET_ID, version: 1, attempt: 0 }, false],
    ["with a negative attempt", { schema: 1, assetId: ASSET_ID, version: 1, attempt: -1 }, false],
    ["nothing", null, false],
  ])("a job's payload: %s", (_what, payload, accepted) => {
    expect(renderJobSchema.safeParse(payload).success).toBe(accepted);
  });
});
