import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Our type scale has other names than Tailwind's own, and must not be taken for colours.
const merge = extendTailwindMerge({ extend: { classGroups: { "font-size": [{ text: ["xs", "sm", "base", "lg", "xl", "2xl"] }] } } });

/** Joins class names; of two that set the same thing the later wins. */
export function cn(...values: readonly ClassValue[]): string {
  return merge(clsx(values));
}
