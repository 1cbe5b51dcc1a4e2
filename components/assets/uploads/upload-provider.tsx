"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, createContext, use, useEffect, useState, useSyncExternalStore } from "react";
import { applyFrame } from "../asset-queries.ts";
import { type Upload, UploadQueue } from "./upload-queue.ts";

const Queue = createContext<UploadQueue | null>(null);
const NONE: readonly Upload[] = [];

const isRunning = ({ status }: Upload): boolean => status.kind === "waiting" || status.kind === "sending";

export function UploadProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [queue] = useState(() => new UploadQueue((asset) => applyFrame(client, { kind: "change", at: asset.createdAt, assets: [asset] })));
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (queue.getUploads().some(isRunning)) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [queue]);
  return <Queue value={queue}>{children}</Queue>;
}

export function useUploads(): { readonly queue: UploadQueue; readonly uploads: readonly Upload[]; readonly running: number } {
  const queue = use(Queue);
  if (queue === null) throw new Error("useUploads outside of UploadProvider");
  const uploads = useSyncExternalStore(queue.subscribe, queue.getUploads, () => NONE);
  return { queue, uploads, running: uploads.filter(isRunning).length };
}
