import type { Asset } from "#lib/assets/model.ts";

export type AssetPage = { readonly items: Asset[]; readonly nextCursor: string | null };

const newestFirst = (left: Asset, right: Asset): number => right.createdAt.localeCompare(left.createdAt) || right.id.localeCompare(left.id);

/**
 * Puts news into a list that is already on the screen: what is known is replaced where it stands, what is newer than the
 * oldest known is added in order. Anything older belongs to pages nobody has asked for yet.
 */
export function mergeAssets(pages: readonly AssetPage[], news: readonly Asset[]): AssetPage[] {
  const byId = new Map(news.map((asset) => [asset.id, asset]));
  const known = new Set(pages.flatMap((page) => page.items.map((asset) => asset.id)));
  const oldest = pages.at(-1)?.items.at(-1);
  const isComplete = pages.at(-1)?.nextCursor === null;
  const added = news.filter((asset) => !known.has(asset.id) && (isComplete || oldest === undefined || newestFirst(asset, oldest) < 0));
  return pages.map((page, index) => {
    const items = page.items.map((asset) => byId.get(asset.id) ?? asset);
    return { ...page, items: index === 0 ? [...added, ...items].sort(newestFirst) : items };
  });
}
