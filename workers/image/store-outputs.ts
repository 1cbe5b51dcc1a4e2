import { createHash } from "node:crypto";
import { storageKeys } from "#lib/edges/storage/keys.ts";
import type { Storage } from "#lib/edges/storage/storage.ts";
import { sniff } from "#lib/inspection/rules/sniff.ts";
import type { RenderedVariant } from "#lib/rendering/model.ts";
import type { SandboxOutput } from "./pool/sandbox-pool.ts";

/** A child may have been taken over by its input: nothing but the announced image type leaves it. */
export function assertImageType(output: SandboxOutput): void {
  const found = sniff(output.body);
  if (found.kind !== "allowed" || found.format !== output.message.format) throw new Error(`the sandbox announced ${output.message.format} and sent ${JSON.stringify(found).slice(0, 80)}`);
}

/** Stores outputs under their own hash, so that a double run writes the same thing twice. One row per preset served. */
export async function storeOutputs(storage: Storage, outputs: readonly SandboxOutput[]): Promise<readonly RenderedVariant[]> {
  const stored = await Promise.all(
    outputs.map(async (output) => {
      assertImageType(output);
      const { reduced, presets, format, width, height } = output.message;
      const sha256 = createHash("sha256").update(output.body).digest("hex");
      const key = storageKeys.variant(sha256, format);
      if ((await storage.head(key)) === null) await storage.put(key, output.body);
      return presets.map((preset) => ({ reduced, preset, format, width, height, bytes: output.body.length, sha256 }));
    }),
  );
  return stored.flat();
}
