"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Me } from "#lib/people/model.ts";
import { applyFrame, pollAssets } from "#components/assets/asset-queries.ts";
import { UploadProvider } from "#components/assets/uploads/upload-provider.tsx";
import { ConnectionBanner } from "#components/live/connection-banner.tsx";
import { LiveMain } from "#components/live/live-main.tsx";
import { LiveProvider } from "#components/live/live-provider.tsx";
import { MeProvider } from "#components/people/me-provider.tsx";
import { ClockProvider } from "#components/ui/clock.tsx";
import { Logo } from "./logo.tsx";
import { NavLinks } from "./nav-links.tsx";
import type { Theme } from "./theme.ts";
import { TopBar } from "./top-bar.tsx";

type ConsoleProps = { readonly me: Me; readonly theme: Theme; readonly nowMs: number; readonly children: ReactNode };

/** What is around every signed-in page. Lives as long as the tab: uploads and the live line survive a change of page. */
export function Console({ me, theme, nowMs, children }: ConsoleProps) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } }));
  return (
    <ClockProvider nowMs={nowMs}>
      <QueryClientProvider client={client}>
        <LiveProvider onFrame={(frame) => applyFrame(client, frame)} poll={pollAssets}>
          <UploadProvider>
            <MeProvider me={me}>
              <a href="#main" className="sr-only z-10 rounded-md bg-ink px-3 py-2 text-canvas focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
                Skip to the page
              </a>
              <div className="md:grid md:min-h-dvh md:grid-cols-[12rem_minmax(0,1fr)]">
                <nav aria-label="Places" className="flex items-center gap-4 border-b px-3 py-2 md:sticky md:top-0 md:h-dvh md:flex-col md:items-stretch md:gap-5 md:border-r md:border-b-0 md:px-3 md:py-4.5">
                  <span className="md:px-2.5">
                    <Logo />
                  </span>
                  <NavLinks />
                </nav>
                <div className="flex w-full max-w-[110rem] min-w-0 flex-col gap-3.5 px-3 pb-10 sm:px-6 md:pt-1.5">
                  <TopBar me={me} theme={theme} />
                  <ConnectionBanner />
                  <LiveMain>{children}</LiveMain>
                </div>
              </div>
            </MeProvider>
          </UploadProvider>
        </LiveProvider>
      </QueryClientProvider>
    </ClockProvider>
  );
}
