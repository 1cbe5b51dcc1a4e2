import { cn } from "./cn.ts";

/** Holds the place of something that is still on its way. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn("block animate-breathe rounded-sm bg-sunk", className)} />;
}
