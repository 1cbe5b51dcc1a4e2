import { type RefObject, useEffect, useRef, useState } from "react";

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

export type ImageRetry = { readonly isBroken: boolean; readonly imageKey: number; readonly ref: RefObject<HTMLImageElement | null>; readonly onError: () => void };

/** For a picture that may not come: nobody sees a broken icon, and it is asked for again, ever less often. */
export function useImageRetry(): ImageRetry {
  const ref = useRef<HTMLImageElement>(null);
  const [failures, setFailures] = useState(0);
  const [isBroken, setIsBroken] = useState(false);
  const onError = (): void => {
    setFailures((count) => count + 1);
    setIsBroken(true);
  };
  useEffect(() => {
    // It may have failed before this code ran.
    const image = ref.current;
    if (image !== null && image.complete && image.currentSrc !== "" && image.naturalWidth === 0) image.dispatchEvent(new Event("error"));
  }, []);
  useEffect(() => {
    if (!isBroken) return undefined;
    const timer = setTimeout(() => setIsBroken(false), Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)));
    return () => clearTimeout(timer);
  }, [isBroken, failures]);
  return { isBroken, imageKey: failures, ref, onError };
}
