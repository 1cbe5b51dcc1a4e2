"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { buttonStyle } from "#components/ui/button.tsx";
import { formatSeconds } from "#components/ui/format.ts";
import { Notice } from "#components/ui/notice.tsx";
import { useLive } from "./live-provider.tsx";

/** Says that what is on the page is not the present, why, and what happens next. */
export function ConnectionBanner() {
  const { kind, ageMs } = useLive(1_000);
  const path = usePathname();
  const age = ageMs === null ? "nothing has arrived yet" : `what you see is ${formatSeconds(ageMs / 1_000)} old`;
  if (kind === "signed-out") {
    return (
      <Notice tone="bad" live="assertive" title="You are signed out." action={<Link href={`/sign-in?next=${encodeURIComponent(path)}`} className={buttonStyle({ look: "primary" })}>Sign in again</Link>}>
        Your session has ended. What you see is no longer kept up to date.
      </Notice>
    );
  }
  if (kind === "lost") {
    return (
      <Notice tone="bad" live="assertive" title="The connection to Seawall is lost.">
        The shop’s pictures do not depend on this page. It tries again every 5 s; {age}.
      </Notice>
    );
  }
  if (kind === "polling") {
    return (
      <Notice tone="warn" live="polite" title="Live updates are interrupted.">
        This page asks every 5 s instead, until the live line is back.
      </Notice>
    );
  }
  return null;
}
