import type { Me } from "#lib/people/model.ts";
import { LiveBadge } from "#components/live/live-badge.tsx";
import { SignOutButton } from "./sign-out-button.tsx";
import type { Theme } from "./theme.ts";
import { ThemeButton } from "./theme-button.tsx";

export function TopBar({ me, theme }: { me: Me; theme: Theme }) {
  return (
    <header className="flex h-11 items-center gap-2">
      <LiveBadge />
      <p className="ml-auto min-w-0 truncate text-sm" data-testid="me">
        <span className="font-medium">{me.name}</span>
        {me.name.toLowerCase() === me.role ? null : <span className="text-muted"> · {me.role}</span>}
      </p>
      <ThemeButton initial={theme} />
      <SignOutButton />
    </header>
  );
}
