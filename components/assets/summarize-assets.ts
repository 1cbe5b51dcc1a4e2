import { type Asset, type AssetState, stateLabels } from "#lib/assets/model.ts";

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

function countOf(assets: readonly Asset[], isCounted: (state: AssetState) => boolean): number {
  return assets.filter((asset) => isCounted(asset.state)).length;
}

/** One sentence over what is on the screen, most urgent first. @param more whether there are older ones that are not */
export function summarizeAssets(assets: readonly Asset[], more: boolean): { readonly lead: string; readonly rest: string } {
  const bad = countOf(assets, (state) => stateLabels[state].tone === "bad");
  const busy = countOf(assets, (state) => stateLabels[state].tone === "busy");
  const deferred = countOf(assets, (state) => state === "deferred");
  const parts = [bad === 0 ? "" : `${bad} need${bad === 1 ? "s" : ""} a look`, busy === 0 ? "" : `${busy} on the way`, deferred === 0 ? "" : `${deferred} kept for later`].filter((part) => part !== "");
  const shown = more ? `The newest ${plural(assets.length, "picture")}` : plural(assets.length, "picture");
  if (parts.length === 0) return { lead: assets.length === 1 ? "1 picture, ready." : `${shown}, all ready.`, rest: "" };
  return { lead: `${parts.join(", ")}.`, rest: `${shown} shown.` };
}
