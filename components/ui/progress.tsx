import { Progress as Radix } from "radix-ui";

/** @param value 0 to 1 */
export function Progress({ value, label }: { value: number; label: string }) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <Radix.Root value={percent} aria-label={label} className="h-1.5 w-full overflow-hidden rounded-full bg-sunk">
      <Radix.Indicator asChild>
        <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" className="block size-full">
          <rect width={percent} height="1" className="fill-accent" />
        </svg>
      </Radix.Indicator>
    </Radix.Root>
  );
}
