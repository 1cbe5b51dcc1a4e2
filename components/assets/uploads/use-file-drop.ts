import { useEffect, useEffectEvent, useState } from "react";

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** Makes the whole page take dropped files. @returns whether files are being held over it */
export function useFileDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    // Entering a child leaves its parent: only when as many were left as entered is the pointer gone.
    let depth = 0;
    const end = new AbortController();
    const on = (name: "dragenter" | "dragover" | "dragleave" | "drop", handle: (event: DragEvent) => void): void => {
      window.addEventListener(name, (event) => (hasFiles(event) ? handle(event) : undefined), { signal: end.signal });
    };
    on("dragenter", (event) => {
      event.preventDefault();
      depth += 1;
      setIsOver(true);
    });
    on("dragover", (event) => event.preventDefault());
    on("dragleave", () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setIsOver(false);
    });
    on("drop", (event) => {
      event.preventDefault();
      depth = 0;
      setIsOver(false);
      take([...(event.dataTransfer?.files ?? [])]);
    });
    return () => end.abort();
  }, []);
  return isOver;
}
