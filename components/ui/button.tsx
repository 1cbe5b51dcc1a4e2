import { type VariantProps, cva } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

/** The look of a button, also for links that act like one. */
export const buttonStyle = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      look: {
        primary: "border-ink bg-ink text-canvas hover:not-disabled:bg-ink/88",
        secondary: "border-line bg-card text-ink hover:not-disabled:bg-sunk",
        quiet: "border-transparent text-muted hover:not-disabled:bg-sunk hover:not-disabled:text-ink",
      },
      size: {
        md: "h-9 px-3.5 text-base pointer-coarse:h-11",
        sm: "h-7 px-2.5 text-sm pointer-coarse:h-10",
        icon: "size-8 pointer-coarse:size-11",
      },
    },
    defaultVariants: { look: "secondary", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonStyle>;

export function Button({ className, look, size, type = "button", ...props }: ButtonProps) {
  return <button type={type} className={cn(buttonStyle({ look, size }), className)} {...props} />;
}
