"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { toApiFailure } from "#lib/api/client.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { AssetListFrame, AssetListSkeleton } from "./asset-list-frame.tsx";
import { AssetRow } from "./asset-row.tsx";
import { assetListOptions } from "./asset-queries.ts";
import { EmptyLibrary } from "./empty-library.tsx";
import type { AssetPage } from "./merge-assets.ts";
import { summarizeAssets } from "./summarize-assets.ts";

type AssetListProps = { readonly initial: AssetPage | null; readonly origin: string; readonly mayUpload: boolean };

function Failure({ error, onRetry, busy }: { error: unknown; onRetry: () => void; busy: boolean }) {
  const { sentence, advice, requestId } = toApiFailure(error);
  return (
    <Notice tone="bad" live="polite" title={sentence} action={<Button onClick={onRetry} disabled={busy}>{busy ? "Trying…" : "Try again"}</Button>}>
      {advice}
      {requestId === null ? null : <span className="block text-xs">Request {requestId}</span>}
    </Notice>
  );
}

export function AssetList({ initial, origin, mayUpload }: AssetListProps) {
  const query = useInfiniteQuery(assetListOptions(initial));
  const retry = (): void => void query.refetch();
  if (query.data === undefined) return query.isError ? <Failure error={query.error} onRetry={retry} busy={query.isFetching} /> : <AssetListSkeleton />;
  const assets = query.data.pages.flatMap((page) => page.items);
  if (assets.length === 0) return <EmptyLibrary origin={origin} mayUpload={mayUpload} />;
  const { lead, rest } = summarizeAssets(assets, query.hasNextPage);
  const older = query.hasNextPage ? (
    <div className="border-t p-3 text-center">
      <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
        {query.isFetchingNextPage ? "Loading…" : "Show older"}
      </Button>
    </div>
  ) : null;
  return (
    <>
      {query.isError ? <Failure error={query.error} onRetry={retry} busy={query.isFetching} /> : null}
      <AssetListFrame
        footer={older}
        summary={
          <p>
            <span className="font-medium text-ink">{lead}</span> {rest}
          </p>
        }
      >
        <ul>
          {assets.map((asset) => (
            <AssetRow key={asset.id} asset={asset} />
          ))}
        </ul>
      </AssetListFrame>
    </>
  );
}
