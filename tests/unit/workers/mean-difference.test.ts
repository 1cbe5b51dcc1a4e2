import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meanDifference } from "#workers/image/sandbox/verify.ts";

const of = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

describe("how far two fingerprints lie apart", () => {
  test.each<[string, Uint8Array, Uint8Array, number]>([
    ["the same", of(1, 2, 3), of(1, 2, 3), 0],
    ["black and white", of(0, 0), of(255, 255), 255],
    ["one channel of four", of(0, 0, 0, 0), of(0, 0, 0, 8), 2],
    ["up and down do not cancel out", of(10, 20), of(20, 10), 10],
    ["different lengths are as far as can be", of(1, 2, 3), of(1, 2), 255],
    ["nothing where there should be something", of(), of(1), 255],
  ])("%s", (_what, left, right, expected) => {
    expect(meanDifference(left, right)).toBe(expected);
    expect(meanDifference(right, left)).toBe(expected);
  });

  test("zero for itself, the same both ways, within 0 and 255, and larger by as much as one value moves", () => {
    const pair = fc.integer({ min: 1, max: 64 }).chain((length) => fc.tuple(fc.uint8Array({ minLength: length, maxLength: length }), fc.uint8Array({ minLength: length, maxLength: length })));
    fc.assert(
      fc.property(pair, ([left, right]) => {
        const difference = meanDifference(left, right);
        expect(meanDifference(left, left)).toBe(0);
        expect(difference).toBe(meanDifference(right, left));
        expect(difference).toBeGreaterThanOrEqual(0);
        expect(difference).toBeLessThanOrEqual(255);
        expect(difference === 0).toBe(Buffer.from(left).equals(right));
      }),
    );
  });
});
