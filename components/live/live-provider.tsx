"use client";

import { type ReactNode, createContext, use, useState, useSyncExternalStore } from "react";
import { useNowMs } from "#components/ui/clock.tsx";
import { type LiveVerdict, judgeLive } from "./judge-live.ts";
import { LiveConnection, type LiveFrame } from "./live-connection.ts";
import { useWhileVisible } from "./use-while-visible.ts";

const Connection = createContext<LiveConnection | null>(null);

type LiveProviderProps = { readonly onFrame: (frame: LiveFrame) => void; readonly poll: (signal: AbortSignal) => Promise<LiveFrame>; readonly children: ReactNode };

/** Holds the one stream of this tab open while the tab can be seen. */
export function LiveProvider({ onFrame, poll, children }: LiveProviderProps) {
  const [connection] = useState(() => new LiveConnection({ onFrame, poll }));
  useWhileVisible(connection.start);
  return <Connection value={connection}>{children}</Connection>;
}

/** @param stepMs how often the verdict is looked at again */
export function useLive(stepMs: number): LiveVerdict {
  const connection = use(Connection);
  if (connection === null) throw new Error("useLive outside of LiveProvider");
  const state = useSyncExternalStore(connection.subscribe, connection.getState, connection.getState);
  const nowMs = useNowMs(stepMs);
  return judgeLive(state, Math.max(nowMs, state.receivedAtMs ?? 0));
}
