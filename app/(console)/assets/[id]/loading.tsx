import { AssetDetailSkeleton } from "#components/assets/asset-detail-skeleton.tsx";

export default function AssetLoading() {
  return <AssetDetailSkeleton />;
}
