"use client";

import { Shape, type Tone } from "#components/ui/shape.tsx";
import { cn } from "#components/ui/cn.ts";
import type { LiveVerdict } from "./judge-live.ts";
import { useLive } from "./live-provider.tsx";

const words: Readonly<Record<LiveVerdict["kind"], { readonly label: string; readonly tone: Tone }>> = {
  connecting: { label: "connecting", tone: "calm" },
  live: { label: "live", tone: "good" },
  polling: { label: "every 5 s", tone: "warn" },
  lost: { label: "no connection", tone: "bad" },
  "signed-out": { label: "signed out", tone: "bad" },
};

/** How old what is on this page is. */
export function LiveBadge() {
  const { kind, ageMs } = useLive(200);
  const { label, tone } = words[kind];
  return (
    <p className={cn("flex items-center gap-2 text-sm whitespace-nowrap", kind === "live" ? "text-ink" : "text-muted")} data-live={kind} data-figures>
      <Shape tone={tone} />
      <span>
        {label}
        {ageMs === null ? null : <span className="text-muted"> · {(ageMs / 1_000).toFixed(1)} s old</span>}
      </span>
    </p>
  );
}
