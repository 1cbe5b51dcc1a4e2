"use client";

import { type FormEvent, useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { HowToGetALink } from "./how-to-get-a-link.tsx";
import { toNextPath } from "./next-path.ts";
import { redeemLink } from "./redeem-link.ts";

type State = "reading" | "no-link" | "ready" | "busy" | "signed-in" | "spent" | "too-often" | "away";

/** The token stands behind `#`, where no server and no log ever sees it. */
function readToken(): string | null {
  const token = new URLSearchParams(window.location.hash.slice(1)).get("token");
  return token === null || token === "" ? null : token;
}

function forgetToken(): void {
  window.history.replaceState(null, "", `${window.location.pathname}${window.location.search}`);
}

function Trouble({ state }: { state: State }) {
  if (state === "spent") {
    return (
      <Notice tone="bad" live="assertive" title="This link does not work any more.">
        Each link signs in once, and only for an hour. Make a new one:
      </Notice>
    );
  }
  if (state === "too-often") {
    return (
      <Notice tone="warn" live="assertive" title="Too many tries.">
        Wait a minute, then press the button again. The link is still good.
      </Notice>
    );
  }
  if (state === "away") {
    return (
      <Notice tone="bad" live="assertive" title="Seawall did not answer.">
        The link is still good. Try again in a few seconds.
      </Notice>
    );
  }
  return null;
}

/** One button, so that a link is spent by a person and never by a program that looks ahead. */
export function SignIn() {
  const [state, setState] = useState<State>("reading");
  useEffect(() => {
    const look = (): void => setState(readToken() === null ? "no-link" : "ready");
    look();
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const token = readToken();
    if (token === null) return;
    setState("busy");
    const { kind } = await redeemLink(token);
    setState(kind);
    if (kind === "spent") forgetToken();
    // `replace`: going back does not lead to a link that is spent.
    if (kind === "signed-in") window.location.replace(toNextPath(new URLSearchParams(window.location.search).get("next")));
  };
  if (state === "no-link" || state === "spent") {
    return (
      <>
        <Trouble state={state} />
        <HowToGetALink />
      </>
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <p className="text-muted">Your link is good for one sign-in on this browser. It lasts twelve hours.</p>
      <Trouble state={state} />
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the page's only control: Enter signs in */}
      <Button key={state === "reading" ? "reading" : "ready"} type="submit" look="primary" className="w-full" autoFocus={state !== "reading"} disabled={state === "reading" || state === "busy" || state === "signed-in"}>
        {state === "busy" || state === "signed-in" ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
