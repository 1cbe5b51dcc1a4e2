import sharp from "sharp";
import type { VariantFormat } from "#lib/recipes/model.ts";
import { type Raster, SandboxError } from "./decoder.ts";
import { fromRaster } from "./encoder.ts";

/** Both sides are compared as a 32×32 picture: cheap, blind to coding noise, sharp-eyed for a wrong or blank image. */
const SIDE = 32;
/** Mean difference per channel, of 255. Lossy coding at our qualities stays below 4. */
const MAX_MEAN_DIFFERENCE = 12;

export async function toFingerprint(raster: Raster): Promise<Buffer> {
  return await fromRaster(raster).flatten({ background: "#ffffff" }).toColourspace("srgb").resize(SIDE, SIDE, { fit: "fill" }).raw().toBuffer();
}

/** Mean absolute difference of two fingerprints, 0–255. */
export function meanDifference(left: Uint8Array, right: Uint8Array): number {
  if (left.length !== right.length || left.length === 0) return 255;
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += Math.abs((left[index] ?? 0) - (right[index] ?? 0));
  return sum / left.length;
}

/** Decodes an output back and holds it against what it was made from. @throws SandboxError `verification` */
export async function verifyOutput(output: Buffer, expected: { format: VariantFormat; width: number; height: number; fingerprint: Uint8Array }): Promise<void> {
  const metadata = await sharp(output, { failOn: "warning" }).metadata();
  const format = metadata.format === "heif" ? "avif" : metadata.format;
  if (format !== expected.format || metadata.width !== expected.width || metadata.height !== expected.height) {
    throw new SandboxError("verification", `the ${expected.format} output reads back as ${format} ${metadata.width}×${metadata.height}`);
  }
  // `removeAlpha` after `flatten` keeps three channels; the whole file is decoded, so a cut-off output fails here.
  const picture = await sharp(output, { failOn: "warning" }).flatten({ background: "#ffffff" }).toColourspace("srgb").resize(SIDE, SIDE, { fit: "fill", fastShrinkOnLoad: false }).raw().toBuffer();
  const difference = meanDifference(picture, expected.fingerprint);
  if (difference > MAX_MEAN_DIFFERENCE) throw new SandboxError("verification", `the ${expected.format} output differs from its source by ${difference.toFixed(1)} of 255`);
}
