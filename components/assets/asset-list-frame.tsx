import type { ReactNode } from "react";
import { Card } from "#components/ui/card.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { rowGrid } from "./row-grid.ts";

/** The card around the rows, with the names of their columns; the same while they load, so that nothing jumps. */
export function AssetListFrame({ children, footer, summary }: { children: ReactNode; footer?: ReactNode; summary: ReactNode }) {
  return (
    <Card aria-label="Assets">
      <div className="flex min-h-11 items-center px-3 py-2 text-sm text-muted sm:px-4">{summary}</div>
      <div aria-hidden="true" className={`${rowGrid} border-t py-1.5 text-xs text-muted max-md:hidden`}>
        <span />
        <span>Name</span>
        <span>State</span>
        <span className="text-right">Pixels</span>
        <span className="text-right">Original</span>
        <span>Format</span>
        <span className="text-right">Added</span>
      </div>
      <div className="border-t">{children}</div>
      {footer}
    </Card>
  );
}

export function AssetListSkeleton() {
  return (
    <AssetListFrame summary={<Skeleton className="h-3.5 w-56" />}>
      <ul aria-busy="true" aria-label="Assets are being loaded">
        {Array.from({ length: 8 }, (_, index) => (
          <li key={index} className={`${rowGrid} border-t py-2 first:border-t-0`}>
            <Skeleton className="h-11 w-14" />
            <Skeleton className="h-3.5 w-3/5" />
            <Skeleton className="h-5 w-20" />
            <Skeleton className="ml-auto h-3.5 w-24 max-md:hidden" />
            <Skeleton className="ml-auto h-3.5 w-14 max-md:hidden" />
            <Skeleton className="h-3.5 w-10 max-md:hidden" />
            <Skeleton className="ml-auto h-3.5 w-16 max-md:hidden" />
          </li>
        ))}
      </ul>
    </AssetListFrame>
  );
}
