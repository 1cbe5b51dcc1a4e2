"use client";

import { HeartPulse, Images } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useUploads } from "#components/assets/uploads/upload-provider.tsx";
import { cn } from "#components/ui/cn.ts";

const places = [
  { href: "/assets", label: "Assets", Icon: Images },
  { href: "/health", label: "Health", Icon: HeartPulse },
] as const;

export function NavLinks() {
  const path = usePathname();
  const { running } = useUploads();
  return (
    <ul className="flex gap-1 md:flex-col">
      {places.map(({ href, label, Icon }) => {
        const isHere = path === href || path.startsWith(`${href}/`);
        return (
          <li key={href}>
            <Link
              href={href}
              aria-current={isHere ? "page" : undefined}
              className={cn("flex h-9 items-center gap-2.5 rounded-md border px-2.5 transition-colors pointer-coarse:h-11", isHere ? "bg-card font-medium text-ink" : "border-transparent text-muted hover:bg-sunk hover:text-ink")}
            >
              <Icon aria-hidden="true" className="size-4 shrink-0" strokeWidth={1.75} />
              {label}
              {href === "/assets" && running > 0 ? (
                <span className="ml-auto rounded-sm bg-accent-soft px-1.5 text-xs font-medium text-accent">
                  {running}
                  <span className="sr-only"> being uploaded</span>
                </span>
              ) : null}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
