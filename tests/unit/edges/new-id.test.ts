import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assetIdSchema } from "#lib/assets/model.ts";
import { newId } from "#lib/edges/time.ts";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const MAX_MS = 2 ** 48 - 1;
const random = fc.uint8Array({ minLength: 10, maxLength: 10 });
const time = fc.oneof(fc.integer({ min: 0, max: MAX_MS }), fc.integer({ min: 1_790_000_000_000, max: 1_790_000_001_000 }));

const decode = (text: string): bigint => Array.from(text).reduce((value, character) => value * 32n + BigInt(ALPHABET.indexOf(character)), 0n);

describe("ids", () => {
  test.each<[string, Date, Uint8Array, string]>([
    ["the smallest", new Date(0), new Uint8Array(10), `ast_${"0".repeat(26)}`],
    ["the largest random part", new Date(31), new Uint8Array(10).fill(255), `ast_000000000z${"z".repeat(16)}`],
    ["one bit of each part", new Date(1_024), Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 33]), "ast_00000001000000000000000011"],
  ])("%s", (_what, at, bytes, id) => {
    expect(newId("ast", at, bytes)).toBe(id);
  });

  test("later ids sort after earlier ones, whatever is random in them", () => {
    fc.assert(
      fc.property(time, time, random, random, (left, right, leftBytes, rightBytes) => {
        fc.pre(left !== right);
        expect(newId("ast", new Date(left), leftBytes) < newId("ast", new Date(right), rightBytes)).toBe(left < right);
      }),
    );
  });

  test("time and all 80 random bits can be read back, so that two ids are the same only when both are", () => {
    fc.assert(
      fc.property(time, random, (at, bytes) => {
        const id = newId("ast", new Date(at), bytes);
        expect(id).toMatch(new RegExp(`^ast_[${ALPHABET}]{26}$`));
        expect(assetIdSchema.safeParse(id).success).toBe(true);
        expect(decode(id.slice(4, 14))).toBe(BigInt(at));
        expect(decode(id.slice(14))).toBe(BigInt(`0x${Buffer.from(bytes).toString("hex")}`));
      }),
    );
  });

  test("10,000 ids of one millisecond are 10,000 ids", () => {
    const at = new Date("2026-11-22T10:00:00.000Z");
    expect(new Set(Array.from({ length: 10_000 }, () => newId("req", at))).size).toBe(10_000);
  });
});
