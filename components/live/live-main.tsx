"use client";

import type { ReactNode } from "react";
import { useLive } from "./live-provider.tsx";
import { STALE_AFTER_MS } from "./live-connection.ts";

/** The page itself: greys while what it shows is older than five seconds. */
export function LiveMain({ children }: { children: ReactNode }) {
  const { ageMs } = useLive(1_000);
  const isStale = ageMs !== null && ageMs >= STALE_AFTER_MS;
  return (
    <main id="main" tabIndex={-1} data-stale={isStale ? "" : undefined} className="flex flex-col gap-3.5 transition-[filter,opacity] duration-300 outline-none data-stale:opacity-75 data-stale:grayscale">
      {children}
    </main>
  );
}
