import { createRouterClient } from "@orpc/server";
import { newId } from "#lib/edges/time.ts";
import { findActor } from "#lib/people/auth/require-actor.ts";
import type { Me } from "#lib/people/model.ts";
import { describeActor } from "#lib/people/verbs/describe-actor.ts";
import { router } from "./router.ts";

/** Who is looking at a page; null when nobody is signed in. */
export async function findMe(headers: Headers): Promise<Me | null> {
  const actor = await findActor(headers);
  return actor === null ? null : describeActor(actor);
}

/** The API for server components, in process: the same router and so the same rights. null when nobody is signed in. */
export async function findServerApi(headers: Headers) {
  const actor = await findActor(headers);
  return actor === null ? null : createRouterClient(router, { context: { actor, requestId: newId("req") } });
}
