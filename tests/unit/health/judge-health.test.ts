import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type HealthPart, type PartState, healthSchema, partStates } from "#lib/health/model.ts";
import { judgeHealth } from "#lib/health/rules/judge-health.ts";

const AT = new Date("2026-11-22T10:00:00.000Z");

const part = (label: string, state: PartState, required: boolean): HealthPart => ({ name: label.toLowerCase(), label, state, detail: "", latencyMs: 1, required });

describe("one verdict over all parts", () => {
  test.each<[string, readonly HealthPart[], string, string]>([
    ["all well", [part("Postgres", "ok", true), part("Mirror", "ok", false)], "ok", "Everything answers."],
    ["a required part is away", [part("Postgres", "away", true), part("Redis", "ok", true)], "away", "Not ready: Postgres cannot be reached."],
    ["a required part cannot be asked: never drawn as fine", [part("Redis", "unknown", true)], "away", "Not ready: Redis cannot be reached."],
    ["several are away", [part("Postgres", "away", true), part("Redis", "unknown", true)], "away", "Not ready: Postgres, Redis cannot be reached."],
    ["away wins over degraded", [part("Storage", "degraded", true), part("Redis", "away", true)], "away", "Not ready: Redis cannot be reached."],
    ["a required part limps", [part("Storage", "degraded", true), part("Redis", "ok", true)], "degraded", "Working, with trouble at: Storage."],
    ["a part we can do without is away", [part("Mirror", "away", false), part("Redis", "ok", true)], "degraded", "Working, with trouble at: Mirror."],
    ["a part we can do without cannot be asked", [part("Mirror", "unknown", false)], "degraded", "Working, with trouble at: Mirror."],
  ])("%s", (_what, parts, state, sentence) => {
    expect(judgeHealth(parts, AT)).toEqual({ state, sentence, checkedAt: "2026-11-22T10:00:00.000Z", parts });
  });

  test("ok exactly when every part is ok, away exactly when a required part does not answer", () => {
    const anyPart = fc.record({ label: fc.constantFrom("A", "B", "C"), state: fc.constantFrom(...partStates), required: fc.boolean() }).map(({ label, state, required }) => part(label, state, required));
    fc.assert(
      fc.property(fc.array(anyPart, { minLength: 1, maxLength: 8 }), (parts) => {
        const health = judgeHealth(parts, AT);
        expect(healthSchema.parse(health)).toEqual(health);
        expect(health.state === "ok").toBe(parts.every(({ state }) => state === "ok"));
        expect(health.state === "away").toBe(parts.some(({ state, required }) => required && (state === "away" || state === "unknown")));
      }),
    );
  });
});
