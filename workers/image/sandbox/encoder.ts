import sharp, { type Sharp } from "sharp";
import type { Recipe, VariantFormat } from "#lib/recipes/model.ts";
import type { Raster } from "./decoder.ts";

export function fromRaster(raster: Raster): Sharp {
  return sharp(raster.data, { raw: { width: raster.width, height: raster.height, channels: raster.channels } });
}

export async function toRaster(image: Sharp): Promise<Raster> {
  const { data, info } = await image.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

export async function resizeRaster(raster: Raster, width: number, height: number): Promise<Raster> {
  if (raster.width === width && raster.height === height) return raster;
  return await toRaster(fromRaster(raster).resize(width, height, { fit: "fill" }));
}

/** Drops an alpha channel that hides nothing, so that an opaque PNG is delivered as a JPEG. */
export async function dropOpaqueAlpha(raster: Raster): Promise<Raster> {
  if (raster.channels === 1 || raster.channels === 3) return raster;
  const { isOpaque } = await fromRaster(raster).stats();
  return isOpaque ? await toRaster(fromRaster(raster).removeAlpha()) : raster;
}

/** Encodes one variant. Outputs carry no metadata: sharp writes none unless asked. */
export async function encodeVariant(raster: Raster, plan: { readonly format: VariantFormat; readonly reduced: boolean }, recipe: Recipe): Promise<Buffer> {
  const { format, reduced } = plan;
  const image = fromRaster(raster);
  const { webp, jpeg } = reduced ? recipe.reduced : recipe;
  switch (format) {
    case "avif":
      return await image.avif({ quality: recipe.avif.quality, effort: recipe.avif.effort }).toBuffer();
    case "webp":
      return await image.webp({ quality: webp.quality, effort: webp.effort }).toBuffer();
    case "jpeg":
      return await image.flatten({ background: "#ffffff" }).jpeg({ quality: jpeg.quality, progressive: true, optimiseCoding: true }).toBuffer();
    case "png":
      return await image.png({ compressionLevel: recipe.png.compressionLevel }).toBuffer();
    default:
      format satisfies never;
      throw new Error("unknown format");
  }
}

type Sketch = { readonly cells: number; readonly style: "blur" | "mosaic" };

/** From the prettiest to the smallest; a smooth gradient costs more bytes than flat cells at large sizes. */
const SKETCHES: readonly Sketch[] = [
  { cells: 12, style: "blur" },
  { cells: 6, style: "blur" },
  { cells: 9, style: "mosaic" },
  { cells: 6, style: "mosaic" },
  { cells: 4, style: "mosaic" },
  { cells: 1, style: "mosaic" },
];

async function drawSketch(master: Raster, sketch: Sketch, width: number, height: number): Promise<Buffer> {
  const rows = Math.max(1, Math.round((sketch.cells * height) / width));
  const cells = await resizeRaster(master, sketch.cells, Math.min(rows, sketch.cells * 4));
  const drawn = await toRaster(fromRaster(cells).resize(width, height, { fit: "fill", kernel: sketch.style === "blur" ? "cubic" : "nearest" }));
  return await fromRaster(drawn).webp(sketch.style === "blur" ? { quality: 10, effort: 4 } : { lossless: true, effort: 4 }).toBuffer();
}

/** A blurred stand-in of the right shape, as pretty as fits into `maxBytes`; null when not even one colour fits. */
export async function drawPlaceholder(master: Raster, width: number, height: number, maxBytes: number): Promise<Buffer | null> {
  for (const sketch of SKETCHES) {
    const bytes = await drawSketch(master, sketch, width, height);
    if (bytes.length <= maxBytes) return bytes;
  }
  return null;
}

export async function dominantColor(master: Raster): Promise<string> {
  const { dominant } = await fromRaster(master).flatten({ background: "#ffffff" }).toColourspace("srgb").stats();
  return `#${[dominant.r, dominant.g, dominant.b].map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
