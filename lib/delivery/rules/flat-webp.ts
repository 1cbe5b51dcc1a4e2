/** Writes bits from the least significant up, as VP8L wants them. */
class BitWriter {
  readonly #bytes: number[] = [];
  #bits = 0;
  #count = 0;

  write(value: number, bits: number): void {
    for (let index = 0; index < bits; index += 1) {
      this.#bits |= ((value >>> index) & 1) << this.#count;
      this.#count += 1;
      if (this.#count === 8) this.#flush();
    }
  }

  finish(): readonly number[] {
    if (this.#count > 0) this.#flush();
    return this.#bytes;
  }

  #flush(): void {
    this.#bytes.push(this.#bits);
    this.#bits = 0;
    this.#count = 0;
  }
}

/** A Huffman code of one symbol takes no bits per pixel: the whole picture is its header. */
function writeSingleSymbol(bits: BitWriter, symbol: number): void {
  bits.write(1, 1); // simple code
  bits.write(0, 1); // one symbol
  bits.write(1, 1); // of eight bits
  bits.write(symbol, 8);
}

/**
 * A lossless WebP of one colour in any size up to 16,384 px, about 40 bytes, made without an image library:
 * delivery never loads a decoder. Source: the WebP lossless bitstream specification.
 * @param color `#rrggbb`; @param alpha 0 (see-through) to 255
 */
export function flatWebp(width: number, height: number, color: string, alpha = 255): Buffer {
  const bits = new BitWriter();
  bits.write(0x2f, 8);
  bits.write(width - 1, 14);
  bits.write(height - 1, 14);
  bits.write(alpha < 255 ? 1 : 0, 1);
  bits.write(0, 3); // version
  bits.write(0, 1); // no transform
  bits.write(0, 1); // no colour cache
  bits.write(0, 1); // no meta Huffman codes
  const channel = (from: number): number => Number.parseInt(color.slice(from, from + 2), 16);
  for (const symbol of [channel(3), channel(1), channel(5), alpha]) writeSingleSymbol(bits, symbol);
  bits.write(1, 1); // distance code: simple, one symbol of one bit, never used
  bits.write(0, 3);
  const payload = bits.finish();
  const padded = payload.length + (payload.length % 2);
  const file = Buffer.alloc(20 + padded);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(12 + padded, 4);
  file.write("WEBPVP8L", 8, "latin1");
  file.writeUInt32LE(payload.length, 16);
  file.set(payload, 20);
  return file;
}
