import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { Shape, type Tone } from "./shape.tsx";

type NoticeProps = { readonly tone: Tone; readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode; readonly className?: string; readonly live?: "polite" | "assertive" };

const edge: Readonly<Record<Tone, string>> = { calm: "border-l-edge", busy: "border-l-accent", good: "border-l-good", warn: "border-l-warn", bad: "border-l-bad", unknown: "border-l-edge" };

/** What happened, what it means, and what to do, in one strip. */
export function Notice({ tone, title, children, action, className, live }: NoticeProps) {
  return (
    <div role={live === "assertive" ? "alert" : live === "polite" ? "status" : undefined} className={cn("flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-l-3 bg-card px-4 py-3", edge[tone], className)}>
      <Shape tone={tone} className="size-3" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{title}</p>
        {children === undefined ? null : <div className="text-sm text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}
