"use client";

import { LogOut } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";

type State = "idle" | "busy" | "failed";

async function signOut(): Promise<boolean> {
  try {
    const answer = await fetch("/api/auth/sign-out", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    return answer.ok;
  } catch {
    // The line is down; the session lives on, and the button says so.
    return false;
  }
}

export function SignOutButton() {
  const [state, setState] = useState<State>("idle");
  const act = async (): Promise<void> => {
    setState("busy");
    // A full load: nothing of this person's stays in memory.
    if (await signOut()) window.location.assign("/sign-in");
    else setState("failed");
  };
  return (
    <Button size="sm" look="quiet" disabled={state === "busy"} onClick={() => void act()} aria-label={state === "failed" ? "Sign-out failed, try again" : "Sign out"} title="Sign out">
      <LogOut aria-hidden="true" />
      <span className={state === "failed" ? "text-bad" : "max-sm:hidden"}>{state === "failed" ? "Failed, try again" : "Sign out"}</span>
    </Button>
  );
}
