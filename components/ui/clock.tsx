"use client";

import { type ReactNode, createContext, use, useCallback, useSyncExternalStore } from "react";

const FirstMoment = createContext(0);

/** @param nowMs the server's time when it drew the page, so that the browser first draws the same ages */
export function ClockProvider({ nowMs, children }: { nowMs: number; children: ReactNode }) {
  return <FirstMoment value={nowMs}>{children}</FirstMoment>;
}

/** The time in ms, rounded down to `stepMs` and renewed as often. */
export function useNowMs(stepMs: number): number {
  const firstMs = use(FirstMoment);
  const subscribe = useCallback(
    (onChange: () => void) => {
      const timer = setInterval(onChange, stepMs);
      return () => clearInterval(timer);
    },
    [stepMs],
  );
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / stepMs) * stepMs, () => firstMs);
}
