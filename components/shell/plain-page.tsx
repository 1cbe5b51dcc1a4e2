import type { ReactNode } from "react";
import { Logo } from "./logo.tsx";

/** A page with one thing to say, outside of the console. */
export function PlainPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-5 py-12">
      <Logo />
      <div className="flex flex-col gap-4 rounded-lg border bg-card p-6">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {children}
      </div>
    </main>
  );
}
