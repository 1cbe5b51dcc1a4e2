import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

export function Card({ className, ...props }: ComponentProps<"section">) {
  return <section className={cn("min-w-0 rounded-lg border bg-card", className)} {...props} />;
}

/** A card's heading, with something small at its other end. */
export function CardHeader({ title, children, id }: { title: string; children?: ReactNode; id?: string }) {
  return (
    <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-2.5 pb-1.5">
      <h2 id={id} className="text-sm font-medium text-muted">
        {title}
      </h2>
      {children}
    </header>
  );
}
