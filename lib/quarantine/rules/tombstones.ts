import type { Tombstones } from "../model.ts";

/** By then every manifest says `quarantined` itself, and every delivery process has read it again 360 times. */
const KEEP_MS = 60 * 60 * 1_000;

/** The file after some assets were quarantined and some released; entries that have done their work are dropped. */
export function withTombstones(tombstones: Tombstones, change: { readonly add?: readonly string[]; readonly remove?: readonly string[] }, at: Date): Tombstones {
  const removed = new Set(change.remove ?? []);
  const kept = Object.entries(tombstones.assets).filter(([id, since]) => !removed.has(id) && at.getTime() - Date.parse(since) < KEEP_MS);
  const added = (change.add ?? []).map((id) => [id, at.toISOString()] as const);
  return { schema: 1, revision: tombstones.revision + 1, writtenAt: at.toISOString(), assets: Object.fromEntries([...kept, ...added]) };
}
