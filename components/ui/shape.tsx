import { cn } from "./cn.ts";

/** How things stand. Each has its own shape, so that no state is told by colour alone. */
export type Tone = "calm" | "busy" | "good" | "warn" | "bad" | "unknown";

export const toneText: Readonly<Record<Tone, string>> = { calm: "text-muted", busy: "text-accent", good: "text-good", warn: "text-warn", bad: "text-bad", unknown: "text-muted" };
export const toneFill: Readonly<Record<Tone, string>> = { calm: "bg-sunk", busy: "bg-accent-soft", good: "bg-good-soft", warn: "bg-warn-soft", bad: "bg-bad-soft", unknown: "bg-sunk" };

function Glyph({ tone }: { tone: Tone }) {
  switch (tone) {
    case "good":
      return <circle cx="5" cy="5" r="4" fill="currentColor" />;
    case "busy":
      return (
        <>
          <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.4" />
          <path d="M5 1.6a3.4 3.4 0 0 1 0 6.8z" fill="currentColor" />
        </>
      );
    case "warn":
      return <path d="M5 .8 9.6 9H.4z" fill="currentColor" />;
    case "bad":
      return <rect x="1.2" y="1.2" width="7.6" height="7.6" rx="1" fill="currentColor" />;
    case "calm":
      return <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.4" />;
    case "unknown":
      return <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2 1.6" />;
  }
}

/** Disc: good · half disc: busy · triangle: warn · square: bad · ring: calm · dashed ring: unknown. */
export function Shape({ tone, className }: { tone: Tone; className?: string }) {
  return (
    <svg viewBox="0 0 10 10" aria-hidden="true" className={cn("size-2.5 shrink-0", toneText[tone], tone === "busy" && "animate-breathe", className)}>
      <Glyph tone={tone} />
    </svg>
  );
}
