import { Card } from "#components/ui/card.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export function AssetDetailSkeleton() {
  return (
    <>
      <div className="flex h-8 items-center gap-3" aria-busy="true" aria-label="The asset is being loaded">
        <Skeleton className="size-8" />
        <Skeleton className="h-6 w-64" />
      </div>
      <div className="grid items-start gap-3.5 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <Card className="p-2">
          <Skeleton className="h-[50vh]" />
        </Card>
        <Card className="flex flex-col gap-3 p-4">
          {Array.from({ length: 7 }, (_, index) => (
            <Skeleton key={index} className="h-4" />
          ))}
        </Card>
      </div>
    </>
  );
}
