import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** A place with nothing in it yet: says why, and what would fill it. */
export function EmptyState({ title, children, className }: { title: string; children: ReactNode; className?: string }) {
  return (
    <div className={cn("flex flex-col gap-3 px-4 py-10 sm:px-8", className)}>
      <h2 className="text-lg font-semibold tracking-tight">{title}</h2>
      <div className="flex max-w-prose flex-col gap-3 text-muted">{children}</div>
    </div>
  );
}
