import { describe, expect, test } from "vitest";
import { type AssetState, assetStates, stateLabels } from "#lib/assets/model.ts";
import { canGo, isFinal, statesBefore, transitions } from "#lib/assets/rules/transitions.ts";

function reachableFrom(start: AssetState): ReadonlySet<AssetState> {
  const seen = new Set<AssetState>([start]);
  // A set that grows while it is walked: every state is visited once.
  for (const state of seen) for (const next of transitions[state]) seen.add(next);
  return seen;
}

describe("the life of an asset", () => {
  test.each<[string, readonly AssetState[]]>([
    ["a good picture", ["receiving", "inspecting", "queued", "rendering", "ready"]],
    ["a poisonous one", ["receiving", "inspecting", "quarantined"]],
    ["one that stops its decoder", ["queued", "rendering", "quarantined"]],
    ["one whose worker died", ["rendering", "queued", "rendering"]],
    ["one that waits for a breaker", ["inspecting", "deferred", "queued"]],
    ["regenerated", ["ready", "queued", "rendering", "ready"]],
    ["released from quarantine", ["quarantined", "inspecting", "queued"]],
    ["restored from the trash", ["ready", "trashed", "inspecting"]],
  ])("%s: %j", (_what, path) => {
    for (const [index, to] of path.entries()) {
      const from = path[index - 1];
      if (from !== undefined) expect(canGo(from, to), `${from} → ${to}`).toBe(true);
    }
  });

  test.each<[AssetState, AssetState]>([
    ["receiving", "ready"],
    ["receiving", "queued"],
    ["inspecting", "ready"],
    ["inspecting", "rendering"],
    ["queued", "ready"],
    ["deferred", "ready"],
    ["failed", "ready"],
    ["quarantined", "ready"],
    ["quarantined", "rendering"],
    ["trashed", "ready"],
    ["trashed", "queued"],
  ])("never %s → %s: what was not inspected or not rendered is not shown", (from, to) => {
    expect(canGo(from, to)).toBe(false);
  });

  test("every state has a row, a label, somewhere to go that is another state, and no duplicates", () => {
    expect(Object.keys(transitions).sort()).toEqual([...assetStates].sort());
    expect(Object.keys(stateLabels).sort()).toEqual([...assetStates].sort());
    for (const state of assetStates) {
      expect(transitions[state].length).toBeGreaterThan(0);
      expect(transitions[state]).not.toContain(state);
      expect(new Set(transitions[state]).size).toBe(transitions[state].length);
    }
  });

  test.each(assetStates)("%s is reached from receiving", (state) => {
    expect([...reachableFrom("receiving")]).toContain(state);
  });

  test.each(assetStates.filter((state) => state !== "receiving"))("%s can come to be ready in the end", (state) => {
    expect([...reachableFrom(state)]).toContain("ready");
  });

  test("nothing goes back to receiving", () => {
    expect(statesBefore("receiving")).toEqual([]);
  });

  test("ready is published from rendering alone", () => {
    expect(statesBefore("ready")).toEqual(["rendering"]);
  });

  test.each(assetStates)("statesBefore is the inverse of the table: %s", (to) => {
    expect([...statesBefore(to)].sort()).toEqual(assetStates.filter((from) => transitions[from].includes(to)).sort());
  });

  test.each(assetStates.map((state) => [state, ["ready", "quarantined", "failed", "trashed"].includes(state)] as const))("%s: comes to rest: %s", (state, final) => {
    expect(isFinal(state)).toBe(final);
  });
});
