import { log } from "#lib/edges/log.ts";
import type { Runtime } from "./main.ts";

/** Runs `work` again and again, `intervalMs` after the last end. A failure is logged once per streak and never ends the loop. */
export function repeat(runtime: Runtime, name: string, intervalMs: number, work: () => Promise<void>): void {
  let stopped = false;
  let failing = false;
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    try {
      await work();
      if (failing) log().info({ loop: name }, "works again");
      failing = false;
    } catch (error) {
      if (!failing) log().warn({ err: error, loop: name }, "failed, will be tried again");
      failing = true;
    }
    if (!stopped) timer = setTimeout(() => void run(), intervalMs);
  };
  runtime.onStop(name, () => {
    stopped = true;
    clearTimeout(timer);
  });
  void run();
}
