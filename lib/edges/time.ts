import { randomBytes } from "node:crypto";

/** The clock. Everything that needs "now" takes it as an argument or asks here. */
export function now(): Date {
  return new Date();
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * A sortable, unguessable id such as `ast_06f3…`: 48 bits of milliseconds and 80 random bits
 * in Crockford's base 32, lower case, so that it is safe in a URL, a file name and a job id.
 */
export function newId(prefix: string, at: Date = now(), random: Uint8Array = randomBytes(10)): string {
  let head = "";
  let time = at.getTime();
  for (let index = 0; index < 10; index += 1) {
    head = (ALPHABET[time % 32] ?? "0") + head;
    time = Math.floor(time / 32);
  }
  let tail = "";
  let bits = 0;
  let value = 0;
  for (const byte of random) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      tail += ALPHABET[(value >>> (bits - 5)) & 31] ?? "0";
      bits -= 5;
    }
    value &= (1 << bits) - 1;
  }
  return `${prefix}_${head}${tail}`;
}
