/** What an AV1 sequence header says about the coded picture. */
export type Av1Sequence = { readonly width: number; readonly height: number; readonly bitDepth: number; readonly monochrome: boolean };

/** Bytes of an item that may be read to find its sequence header: it stands first, after at most a delimiter. */
export const AV1_HEAD_BYTES = 256;

const OBU_SEQUENCE_HEADER = 1;

/** Reads bits from the front; beyond the end they are 0. */
function bitReader(bytes: Uint8Array): (count: number) => number {
  let position = 0;
  return (count) => {
    let value = 0;
    for (let bit = 0; bit < count; bit += 1, position += 1) {
      value = value * 2 + (((bytes[position >> 3] ?? 0) >> (7 - (position & 7))) & 1);
    }
    return value;
  };
}

/**
 * Finds the first AV1 sequence header among the OBUs at the front of `bytes` and reads it (AV1 specification §5.5).
 * The decoder allocates by these dimensions, whatever the boxes around them say.
 */
export function readAv1Sequence(bytes: Uint8Array): Av1Sequence | null {
  let at = 0;
  for (let obus = 0; obus < 8 && at < bytes.length; obus += 1) {
    const header = bytes[at] ?? 0;
    const type = (header >> 3) & 15;
    at += (header & 4) !== 0 ? 2 : 1;
    let length = bytes.length - at;
    if ((header & 2) !== 0) {
      const size = readLeb128(bytes, at);
      length = size.value;
      at = size.endsAt;
    }
    if (type === OBU_SEQUENCE_HEADER) return parseSequence(bytes.subarray(at, at + length));
    at += length;
  }
  return null;
}

function readLeb128(bytes: Uint8Array, from: number): { value: number; endsAt: number } {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[from + index] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if ((byte & 0x80) === 0) return { value, endsAt: from + index + 1 };
  }
  return { value, endsAt: from + 8 };
}

/** Reads a reduced (still picture) header in full; of others only the dimensions, which stand before the tools. */
function parseSequence(bytes: Uint8Array): Av1Sequence | null {
  const read = bitReader(bytes);
  const profile = read(3);
  read(1); // still_picture
  const isReduced = read(1) === 1;
  if (isReduced) read(5);
  else if (!skipOperatingPoints(read)) return null;
  const widthBits = read(4) + 1;
  const heightBits = read(4) + 1;
  const [width, height] = [read(widthBits) + 1, read(heightBits) + 1];
  if (!isReduced) {
    if (read(1) === 1) read(7); // frame ids
    skipTools(read);
  }
  if (isReduced) read(3); // 128 superblocks, filter intra, intra edge filter
  read(3); // superres, cdef, restoration
  return { width, height, ...readColour(read, profile) };
}

function skipOperatingPoints(read: (count: number) => number): boolean {
  let decoderModel = 0;
  const hasTiming = read(1) === 1;
  if (hasTiming) {
    read(64);
    // equal_picture_interval is followed by a number in variable length code: no still picture has one.
    if (read(1) === 1) return false;
    decoderModel = read(1);
    if (decoderModel === 1) return false;
  }
  const hasDelay = read(1) === 1;
  const points = read(5) + 1;
  for (let point = 0; point < points; point += 1) {
    read(12);
    if (read(5) > 7) read(1);
    if (hasDelay && read(1) === 1) read(4);
  }
  return true;
}

function skipTools(read: (count: number) => number): void {
  read(3); // 128 superblocks, filter intra, intra edge filter
  read(4); // interintra, masked compound, warped motion, dual filter
  const hasOrderHint = read(1) === 1;
  if (hasOrderHint) read(2);
  const forcesScreenTools = read(1) === 1 ? 2 : read(1);
  if (forcesScreenTools > 0 && read(1) === 0) read(1);
  if (hasOrderHint) read(3);
}

function readColour(read: (count: number) => number, profile: number): { bitDepth: number; monochrome: boolean } {
  const isHigh = read(1) === 1;
  const isTwelve = profile === 2 && isHigh && read(1) === 1;
  const monochrome = profile !== 1 && read(1) === 1;
  if (isTwelve) return { bitDepth: 12, monochrome };
  return { bitDepth: isHigh ? 10 : 8, monochrome };
}
