import { describe, expect, test } from "vitest";
import { decideLock } from "#scripts/launcher/lock-rule.ts";
import { decideStop } from "#scripts/launcher/stop-rule.ts";

describe("whose lock is it", () => {
  test.each([
    ["no lock", null, null, "take"],
    ["its process lives", { startedAt: "boot/100" }, "boot/100", "refuse"],
    ["its process is gone (kill -9)", { startedAt: "boot/100" }, null, "take-over"],
    ["another process has the pid by now", { startedAt: "boot/100" }, "boot/200", "take-over"],
    ["from before the machine was started again", { startedAt: "old/100" }, "new/100", "take-over"],
    ["does not parse (the disk was full)", "unreadable", null, "take-over"],
  ] as const)("%s → %s", (_name, recorded, startedAtNow, decision) => {
    expect(decideLock(recorded, startedAtNow)).toBe(decision);
  });
});

describe("what a signal means", () => {
  test.each([
    ["the first one", null, 5_000, "stop"],
    ["the same Ctrl-C, through npm", 5_000, 5_003, "same"],
    ["the same on a busy machine", 5_000, 5_699, "same"],
    ["a second Ctrl-C", 5_000, 5_700, "hurry"],
    ["a second much later", 5_000, 60_000, "hurry"],
  ] as const)("%s → %s", (_name, firstAtMs, nowMs, decision) => {
    expect(decideStop(firstAtMs, nowMs)).toBe(decision);
  });
});
