import { assert, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { findPortClash, HIGHEST_FRONT_PORT, planPorts } from "#scripts/launcher/port-plan.ts";

const anyPort = integer({ min: 1, max: HIGHEST_FRONT_PORT });

describe("port plan", () => {
  test("derived ports never clash and always exist", () => {
    assert(
      property(anyPort, (port) => {
        const plan = planPorts(port);
        expect(findPortClash(plan)).toBeNull();
        expect(new Set(Object.values(plan)).size).toBe(6);
        expect(Math.max(...Object.values(plan))).toBeLessThanOrEqual(65_535);
      }),
    );
  });

  test("two instances a hundred apart share no port", () => {
    assert(
      property(integer({ min: 1, max: HIGHEST_FRONT_PORT - 100 }), (port) => {
        const other = Object.values(planPorts(port + 100));
        expect(Object.values(planPorts(port)).some((used) => other.includes(used))).toBe(false);
      }),
    );
  });

  test("a delivery port of one's own may be another's: named", () => {
    expect(findPortClash(planPorts(3000, 3010))).toEqual(["delivery", "web"]);
    expect(findPortClash(planPorts(3000, 3000))).toEqual(["delivery", "front"]);
    expect(findPortClash(planPorts(3000, 8080))).toBeNull();
  });
});
