import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { api, apiQuery } from "#lib/api/client.ts";
import type { LiveFrame } from "#components/live/live-connection.ts";
import { type AssetPage, mergeAssets } from "./merge-assets.ts";

export const PAGE_SIZE = 50;
/** The live stream keeps these current; asking again is for when it cannot. */
const FRESH_MS = 60_000;

/** All assets, newest first, page by page. */
export function assetListOptions(initial: AssetPage | null) {
  return apiQuery.assets.list.infiniteOptions({
    input: (cursor: string | undefined) => ({ limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: AssetPage) => last.nextCursor ?? undefined,
    staleTime: FRESH_MS,
    ...(initial === null ? {} : { initialData: { pages: [{ ...initial }], pageParams: [undefined as string | undefined] } }),
  });
}

/** The newest assets as a frame, for when the stream does not come. */
export async function pollAssets(signal: AbortSignal): Promise<LiveFrame> {
  const { items } = await api.assets.list({ limit: PAGE_SIZE }, { signal });
  return { kind: "snapshot", at: new Date().toISOString(), assets: items };
}

/** Takes a frame of the live stream into everything on the screen. */
export function applyFrame(client: QueryClient, frame: LiveFrame): void {
  if (frame.kind === "pulse") return;
  const listKey = assetListOptions(null).queryKey;
  const list = client.getQueryData<InfiniteData<AssetPage>>(listKey);
  const first = list?.pages[0]?.items;
  const overlaps = first === undefined || first.length === 0 || frame.assets.some((asset) => first.some((known) => known.id === asset.id));
  // More has happened than a snapshot shows: between it and what we have may be a gap.
  if (frame.kind === "snapshot" && !overlaps) void client.invalidateQueries({ queryKey: listKey });
  else if (list !== undefined) client.setQueryData<InfiniteData<AssetPage>>(listKey, { ...list, pages: mergeAssets(list.pages, frame.assets) });
  for (const asset of frame.assets) {
    const key = apiQuery.assets.get.queryKey({ input: { id: asset.id } });
    if (client.getQueryState(key) !== undefined) client.setQueryData(key, asset);
    if (frame.kind === "change") void client.invalidateQueries({ queryKey: apiQuery.events.key({ input: { subjectId: asset.id } }) });
  }
  // A page about an older asset is not in the snapshot: it asks for itself.
  if (frame.kind === "snapshot") void client.invalidateQueries({ predicate: (query) => isDetailOutside(query.queryKey, frame) });
}

function isDetailOutside(key: readonly unknown[], frame: LiveFrame): boolean {
  const [path] = apiQuery.assets.get.key();
  if (JSON.stringify(key[0]) !== JSON.stringify(path)) return false;
  return !frame.assets.some((asset) => JSON.stringify(key).includes(asset.id));
}
