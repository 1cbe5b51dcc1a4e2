import Link from "next/link";
import type { Asset } from "#lib/assets/model.ts";
import { formatBytes, formatPixels } from "#components/ui/format.ts";
import { Moment } from "#components/ui/moment.tsx";
import { AssetStatePill } from "./asset-state-pill.tsx";
import { AssetThumb } from "./asset-thumb.tsx";
import { tellReason } from "./reason-words.ts";
import { rowGrid } from "./row-grid.ts";

/** Why there is no picture, or what is still missing; null when all is well. */
function remarkOf(asset: Asset): string | null {
  const [first] = asset.reasons;
  if (first !== undefined) return tellReason(first).title;
  return asset.altText === null ? "no alt text" : null;
}

export function AssetRow({ asset }: { asset: Asset }) {
  const remark = remarkOf(asset);
  const isBad = asset.reasons.length > 0;
  return (
    <li className={`${rowGrid} relative border-t py-2 first:border-t-0 hover:bg-raised has-focus-visible:bg-raised`} data-asset={asset.id} data-state={asset.state}>
      <AssetThumb asset={asset} />
      <div className="min-w-0">
        <Link href={`/assets/${asset.id}`} prefetch={false} className="block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent">
          {asset.name}
        </Link>
        <p className="truncate text-sm text-muted md:hidden">
          {formatBytes(asset.bytes)} · <Moment at={asset.createdAt} as="age" />
        </p>
        {remark === null ? null : <p className={`text-sm ${isBad ? "line-clamp-3 text-bad" : "truncate text-muted max-md:hidden"}`}>{remark}</p>}
      </div>
      <div>
        <AssetStatePill state={asset.state} />
      </div>
      <span className="text-right max-md:hidden" data-figures>{formatPixels(asset.width, asset.height)}</span>
      <span className="text-right max-md:hidden" data-figures>{formatBytes(asset.bytes)}</span>
      <span className="text-muted uppercase max-md:hidden">{asset.format}</span>
      <Moment at={asset.createdAt} as="age" className="relative z-1 text-right text-muted max-md:hidden" />
    </li>
  );
}
