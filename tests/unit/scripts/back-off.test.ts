import { assert, nat, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { planRestart } from "#scripts/launcher/back-off.ts";

describe("back-off", () => {
  test.each([
    ["first death", 0, 100, 1, 250],
    ["second at once", 1, 100, 2, 500],
    ["third", 2, 0, 3, 1_000],
    ["sixth", 5, 0, 6, 8_000],
    ["seventh: at the limit", 6, 0, 7, 15_000],
    ["much later: still the limit", 5_000, 0, 5_001, 15_000],
    ["just short of well", 3, 29_999, 4, 2_000],
    ["ran well for 30 s: starts again from the beginning", 9, 30_000, 1, 250],
  ])("%s", (_name, previous, ranForMs, deathsInARow, delayMs) => {
    expect(planRestart(previous, ranForMs)).toEqual({ deathsInARow, delayMs });
  });

  test("never waits longer than 15 s, nor shorter than before while it keeps dying", () => {
    assert(
      property(nat(10_000), nat(29_999), (previous, ranForMs) => {
        const next = planRestart(previous, ranForMs);
        expect(next.delayMs).toBeLessThanOrEqual(15_000);
        expect(planRestart(next.deathsInARow, ranForMs).delayMs).toBeGreaterThanOrEqual(next.delayMs);
      }),
    );
  });
});
