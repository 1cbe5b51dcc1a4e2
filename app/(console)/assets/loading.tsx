import { AssetListSkeleton } from "#components/assets/asset-list-frame.tsx";
import { PageTitle } from "#components/ui/page-title.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export default function AssetsLoading() {
  return (
    <>
      <PageTitle title="Assets" />
      <Skeleton className="h-[7.25rem] rounded-lg max-lg:h-48" />
      <AssetListSkeleton />
    </>
  );
}
