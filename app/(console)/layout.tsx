import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { findMe } from "#lib/api/server.ts";
import type { Me } from "#lib/people/model.ts";
import { ConsoleAway } from "#components/shell/console-away.tsx";
import { Console } from "#components/shell/console.tsx";
import { THEME_COOKIE, parseTheme } from "#components/shell/theme.ts";

type Visitor = { readonly kind: "somebody"; readonly me: Me; readonly atMs: number } | { readonly kind: "nobody" } | { readonly kind: "untold" };

async function findVisitor(asked: Headers): Promise<Visitor> {
  try {
    const me = await findMe(asked);
    return me === null ? { kind: "nobody" } : { kind: "somebody", me, atMs: Date.now() };
  } catch {
    // Only Postgres knows, and it is away.
    return { kind: "untold" };
  }
}

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const asked = await headers();
  const visitor = await findVisitor(asked);
  if (visitor.kind === "untold") return <ConsoleAway />;
  if (visitor.kind === "nobody") redirect(`/sign-in?next=${encodeURIComponent(asked.get("x-seawall-path") ?? "/assets")}`);
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <Console me={visitor.me} theme={theme} nowMs={visitor.atMs}>
      {children}
    </Console>
  );
}
