import type { AssetState } from "../model.ts";

/** From each state, the states an asset may go to. UI, verbs and tests read this one table. */
export const transitions: Readonly<Record<AssetState, readonly AssetState[]>> = {
  receiving: ["inspecting", "failed"],
  inspecting: ["queued", "quarantined", "failed", "deferred"],
  queued: ["rendering", "quarantined", "failed", "deferred", "trashed"],
  rendering: ["ready", "queued", "quarantined", "failed", "trashed"],
  ready: ["inspecting", "queued", "quarantined", "trashed"],
  quarantined: ["inspecting", "queued", "trashed"],
  failed: ["inspecting", "queued", "quarantined", "trashed"],
  deferred: ["queued", "quarantined", "trashed"],
  trashed: ["inspecting"],
};

export function canGo(from: AssetState, to: AssetState): boolean {
  return transitions[from].includes(to);
}

/** The states from which `to` can be reached, for a conditional update. */
export function statesBefore(to: AssetState): readonly AssetState[] {
  return (Object.keys(transitions) as AssetState[]).filter((from) => canGo(from, to));
}

/** Nothing more happens to these by themselves. */
export function isFinal(state: AssetState): boolean {
  return state === "ready" || state === "quarantined" || state === "failed" || state === "trashed";
}
