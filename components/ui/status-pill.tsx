import { cn } from "./cn.ts";
import { Shape, type Tone, toneFill, toneText } from "./shape.tsx";

export function StatusPill({ tone, children, className }: { tone: Tone; children: string; className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-1.5 rounded-sm px-2 py-0.5 text-xs font-medium whitespace-nowrap", toneFill[tone], toneText[tone], className)}>
      <Shape tone={tone} />
      {children}
    </span>
  );
}
