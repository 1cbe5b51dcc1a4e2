"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { apiQuery, toApiFailure } from "#lib/api/client.ts";
import type { Asset } from "#lib/assets/model.ts";
import { Button, buttonStyle } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { AssetDetailSkeleton } from "./asset-detail-skeleton.tsx";
import { AssetFacts } from "./asset-facts.tsx";
import { AssetHistory } from "./asset-history.tsx";
import { AssetStatePill } from "./asset-state-pill.tsx";
import { DeliveredPicture } from "./delivered-picture.tsx";
import { SnippetCard } from "./snippet-card.tsx";
import { StateStory } from "./state-story.tsx";
import { VariantTable } from "./variant-table.tsx";

/** The live stream keeps it current; see asset-queries.ts. */
const FRESH_MS = 60_000;

/** One picture: how it looks to shoppers, how it stands, what it is made of. */
export function AssetDetail({ id, initial }: { id: string; initial: Asset | null }) {
  const query = useQuery(apiQuery.assets.get.queryOptions({ input: { id }, staleTime: FRESH_MS, ...(initial === null ? {} : { initialData: initial }) }));
  const asset = query.data;
  const failure = query.isError ? toApiFailure(query.error) : null;
  const notice =
    failure === null ? null : (
      <Notice tone="bad" live="polite" title={failure.sentence} action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
        {failure.advice}
      </Notice>
    );
  if (asset === undefined) return notice ?? <AssetDetailSkeleton />;
  return (
    <>
      {notice}
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2">
        <Link href="/assets" aria-label="All assets" title="All assets" className={buttonStyle({ look: "quiet", size: "icon" })}>
          <ArrowLeft aria-hidden="true" />
        </Link>
        <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">{asset.name}</h1>
        <output>
          <AssetStatePill state={asset.state} />
        </output>
      </div>
      <div className="grid items-start gap-3.5 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="flex min-w-0 flex-col gap-3.5">
          <Card aria-label="Picture" className={asset.state === "ready" ? "bg-sunk p-2" : undefined}>
            {asset.state === "ready" ? <DeliveredPicture asset={asset} /> : <StateStory asset={asset} />}
          </Card>
          <VariantTable asset={asset} />
          <SnippetCard asset={asset} />
        </div>
        <div className="grid min-w-0 items-start gap-3.5 md:max-xl:grid-cols-2 xl:sticky xl:top-3">
          <AssetFacts asset={asset} />
          <AssetHistory assetId={asset.id} />
        </div>
      </div>
    </>
  );
}
