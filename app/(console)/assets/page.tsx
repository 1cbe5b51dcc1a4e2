import { headers } from "next/headers";
import { findServerApi } from "#lib/api/server.ts";
import { PAGE_SIZE } from "#components/assets/asset-queries.ts";
import { Library } from "#components/assets/library.tsx";
import type { AssetPage } from "#components/assets/merge-assets.ts";

export const metadata = { title: "Assets" };

async function findFirstPage(asked: Headers): Promise<AssetPage | null> {
  try {
    return (await (await findServerApi(asked))?.assets.list({ limit: PAGE_SIZE })) ?? null;
  } catch {
    // The page then asks for itself, and shows what is wrong with a way to try again.
    return null;
  }
}

export default async function AssetsPage() {
  const asked = await headers();
  const origin = `${asked.get("x-forwarded-proto") ?? "http"}://${asked.get("host") ?? "localhost:3000"}`;
  return <Library initial={await findFirstPage(asked)} origin={origin} />;
}
