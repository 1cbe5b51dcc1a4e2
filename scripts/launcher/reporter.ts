export type Reporter = {
  readonly say: (line: string) => void;
  /** Runs a step and reports it in one line with the time it took. `work` may return words that say more than `title`. */
  readonly step: <T>(title: string, work: () => Promise<T>, done?: (result: T) => string) => Promise<T>;
};

const seconds = (sinceMs: number): string => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

/** Writes for people: one line for each step that is done. @param write where the text goes, e.g. to stdout */
export function createReporter(write: (text: string) => void): Reporter {
  const say = (line: string): void => write(`  ${line}\n`);
  return {
    say,
    step: async (title, work, done) => {
      const startedAt = performance.now();
      try {
        const result = await work();
        write(`✓ ${done?.(result) ?? title} (${seconds(startedAt)})\n`);
        return result;
      } catch (error) {
        write(`✗ ${title} (${seconds(startedAt)})\n`);
        throw error;
      }
    },
  };
}
