import { useEffect } from "react";

/** Starts something while the tab can be seen, and stops it in hidden tabs. @param start returns what stops it */
export function useWhileVisible(start: () => () => void): void {
  useEffect(() => {
    let stop: (() => void) | null = null;
    const follow = (): void => {
      const isVisible = document.visibilityState === "visible";
      if (isVisible && stop === null) stop = start();
      if (isVisible) return;
      stop?.();
      stop = null;
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      stop?.();
    };
  }, [start]);
}
