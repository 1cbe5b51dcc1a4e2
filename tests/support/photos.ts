import sharp from "sharp";

/** A generated photograph: gradients, waves and grain, so that codecs have something to do. Same seed, same bytes. */
export async function makePhoto(options: { width?: number; height?: number; seed?: number; format?: "jpeg" | "png" | "webp"; alpha?: boolean } = {}): Promise<Buffer> {
  const { width = 1200, height = 900, seed = 1, format = "jpeg", alpha = false } = options;
  const channels = alpha ? 4 : 3;
  const pixels = Buffer.alloc(width * height * channels);
  let state = seed * 2_654_435_761;
  for (let index = 0; index < pixels.length; index += channels) {
    const x = (index / channels) % width;
    const y = Math.floor(index / channels / width);
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    const grain = (state >>> 24) / 16;
    pixels[index] = 120 + 80 * Math.sin((x + seed * 40) / 90) + grain;
    pixels[index + 1] = 110 + 60 * Math.cos(y / 70) + grain;
    pixels[index + 2] = 90 + 50 * Math.sin((x + y) / 120) + grain;
    if (alpha) pixels[index + 3] = x < width / 2 ? 255 : 90;
  }
  return await sharp(pixels, { raw: { width, height, channels } }).toFormat(format, { quality: 85 }).toBuffer();
}
