"use client";

import { type ReactNode, createContext, use } from "react";
import type { Me } from "#lib/people/model.ts";

const MeContext = createContext<Me | null>(null);

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>;
}

/** Who is signed in, and what they may do. */
export function useMe(): Me {
  const me = use(MeContext);
  if (me === null) throw new Error("useMe outside of MeProvider");
  return me;
}
