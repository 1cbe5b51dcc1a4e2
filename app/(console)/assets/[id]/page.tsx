import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { findServerApi } from "#lib/api/server.ts";
import type { Asset } from "#lib/assets/model.ts";
import { assetIdSchema } from "#lib/assets/model.ts";
import { AssetDetail } from "#components/assets/asset-detail.tsx";

type Props = { readonly params: Promise<{ id: string }> };
type Found = { readonly kind: "found"; readonly asset: Asset } | { readonly kind: "missing" } | { readonly kind: "untold" };

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "not_found";

const findAsset = cache(async (id: string): Promise<Found> => {
  try {
    const asset = await (await findServerApi(await headers()))?.assets.get({ id });
    return asset === undefined ? { kind: "untold" } : { kind: "found", asset };
  } catch (error) {
    // Anything but "no such asset": the page asks again by itself, and shows what is wrong.
    return { kind: isMissing(error) ? "missing" : "untold" };
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const found = assetIdSchema.safeParse(id).success ? await findAsset(id) : null;
  return { title: found?.kind === "found" ? found.asset.name : "Asset" };
}

export default async function AssetPage({ params }: Props) {
  const { id } = await params;
  if (!assetIdSchema.safeParse(id).success) notFound();
  const found = await findAsset(id);
  if (found.kind === "missing") notFound();
  return <AssetDetail id={id} initial={found.kind === "found" ? found.asset : null} />;
}
