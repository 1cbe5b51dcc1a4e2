"use client";

import { useState } from "react";
import { useNowMs } from "./clock.tsx";
import { formatAge, formatUtc } from "./format.ts";

const AGE_STEP_MS = 5_000;

/** A time as its age or as hours, minutes and seconds in UTC; hovering shows it in full, in UTC and local. */
export function Moment({ at, as, className }: { at: string; as: "age" | "clock"; className?: string }) {
  const nowMs = useNowMs(AGE_STEP_MS);
  const [title, setTitle] = useState<string>();
  // The reader's own time zone is known in the browser only.
  const showLocal = (): void => setTitle(`${formatUtc(at)} · ${new Date(at).toLocaleString()} local`);
  return (
    <time dateTime={at} title={title ?? formatUtc(at)} onPointerEnter={showLocal} className={className}>
      {as === "age" ? formatAge(Date.parse(at), nowMs) : at.slice(11, 19)}
    </time>
  );
}
