import { createHash } from "node:crypto";
import { storageKeys } from "#lib/edges/storage/keys.ts";
import type { Storage } from "#lib/edges/storage/storage.ts";
import { sniff } from "#lib/inspection/rules/sniff.ts";
import { defaultInspectionLimits } from "#lib/inspection/model.ts";
import { inspectBytes } from "#lib/inspection/rules/inspect.ts";
import type { VariantFormat } from "#lib/recipes/model.ts";
import type { Placeholder, RenderedVariant } from "#lib/rendering/model.ts";
import type { SandboxOutput, SandboxPlaceholder } from "./pool/sandbox-pool.ts";

/** What came out of the sandbox is not what it was said to be. The input did that, so it is not tried again. */
export class UntrustedOutputError extends Error {}

/** A child may have been taken over by its input: nothing but a whole picture of the announced type and size leaves it. @throws UntrustedOutputError */
export function assertPicture(body: Uint8Array, announced: { readonly format: VariantFormat; readonly width: number; readonly height: number }): void {
  const found = sniff(body);
  if (found.kind !== "allowed" || found.format !== announced.format) throw new UntrustedOutputError(`the sandbox announced ${announced.format} and sent ${JSON.stringify(found).slice(0, 80)}`);
  const { verdict, facts, reasons } = inspectBytes(body, { name: `output.${announced.format}` }, defaultInspectionLimits);
  if (verdict !== "accepted" || facts.width !== announced.width || facts.height !== announced.height) throw new UntrustedOutputError(`the sandbox sent a ${announced.format} that is not what it says: ${JSON.stringify(reasons).slice(0, 200)}`);
}

/** Placeholders as manifests hold them. */
export function toPlaceholders(made: readonly SandboxPlaceholder[]): readonly Placeholder[] {
  return made.map(({ width, height, body }) => {
    assertPicture(body, { format: "webp", width, height });
    return { width, height, base64: Buffer.from(body).toString("base64") };
  });
}

/** Stores outputs under their own hash, so that a double run writes the same thing twice. One row per preset served. */
export async function storeOutputs(storage: Storage, outputs: readonly SandboxOutput[]): Promise<readonly RenderedVariant[]> {
  const stored = await Promise.all(
    outputs.map(async (output) => {
      assertPicture(output.body, output.message);
      const { reduced, presets, format, width, height } = output.message;
      const sha256 = createHash("sha256").update(output.body).digest("hex");
      const key = storageKeys.variant(sha256, format);
      if ((await storage.head(key)) === null) await storage.put(key, output.body);
      return presets.map((preset) => ({ reduced, preset, format, width, height, bytes: output.body.length, sha256 }));
    }),
  );
  const variants = stored.flat();
  const names = new Set(variants.map((variant) => `${variant.preset} ${variant.format} ${variant.reduced}`));
  if (names.size !== variants.length) throw new UntrustedOutputError("the sandbox sent the same variant twice");
  return variants;
}
