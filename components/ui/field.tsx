import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

const box = "h-9 w-full min-w-0 rounded-md border border-edge bg-card px-3 text-base text-ink placeholder:text-muted pointer-coarse:h-11";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(box, className)} {...props} />;
}

/** The browser's own list: right on a phone, by keyboard and for screen readers. */
export function Select({ className, ...props }: ComponentProps<"select">) {
  return <select className={cn(box, "pr-8", className)} {...props} />;
}

/** A labelled control with an optional line of help below. */
export function Field({ label, hint, htmlFor, children, className }: { label: string; hint?: ReactNode; htmlFor: string; children: ReactNode; className?: string }) {
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={htmlFor} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {hint === undefined ? null : (
        <p id={`${htmlFor}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
