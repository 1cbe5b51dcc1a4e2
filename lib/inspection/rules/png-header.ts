/** PNG's IHDR. */
export type PngHeader = {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colourType: number;
  /** Channels as stored: 1 for palette. */
  readonly samples: number;
  /** Channels after decoding, without a tRNS colour: 3 for palette. */
  readonly channels: number;
  readonly interlaced: boolean;
};

type Colour = { readonly samples: number; readonly channels: number; readonly depths: readonly number[] };

// PNG specification (third edition) table 8: the only allowed pairs of colour type and bit depth.
const COLOURS: Readonly<Record<number, Colour>> = {
  0: { samples: 1, channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, channels: 3, depths: [8, 16] },
  3: { samples: 1, channels: 3, depths: [1, 2, 4, 8] },
  4: { samples: 2, channels: 2, depths: [8, 16] },
  6: { samples: 4, channels: 4, depths: [8, 16] },
};

/** Reads IHDR's 13 bytes; a sentence says what is wrong with them. */
export function parsePngHeader(data: Uint8Array): PngHeader | string {
  const u32 = (offset: number): number => ((((data[offset] ?? 0) << 24) | ((data[offset + 1] ?? 0) << 16) | ((data[offset + 2] ?? 0) << 8) | (data[offset + 3] ?? 0)) >>> 0);
  const [width, height, bitDepth, colourType] = [u32(0), u32(4), data[8] ?? 0, data[9] ?? 0];
  if (data.length !== 13) return "The PNG's header has the wrong length.";
  if (width === 0 || height === 0 || width > 0x7fffffff || height > 0x7fffffff) return `The file says ${width} × ${height} pixels.`;
  const colour = COLOURS[colourType];
  if (colour === undefined || !colour.depths.includes(bitDepth)) return `The PNG says colour type ${colourType} with ${bitDepth} bits, which does not exist.`;
  if (data[10] !== 0 || data[11] !== 0 || (data[12] ?? 0) > 1) return "The PNG says a compression, filter or interlace method that does not exist.";
  return { width, height, bitDepth, colourType, samples: colour.samples, channels: colour.channels, interlaced: data[12] === 1 };
}

/** Deflate cannot do better: 258 bytes by two bits (zlib's technical note gives 1,032:1). */
const MAX_DEFLATE_RATIO = 1032;

/** The fewest IDAT bytes that can unfold to a picture of this size; fewer is a cut or forged file. */
export function leastIdatBytes(header: PngHeader): number {
  const rowBytes = Math.ceil((header.width * header.samples * header.bitDepth) / 8) + 1;
  return Math.floor((rowBytes * header.height) / MAX_DEFLATE_RATIO);
}
