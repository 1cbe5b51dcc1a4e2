import { implement, withEventMeta } from "@orpc/server";
import { getAsset } from "#lib/assets/verbs/get-asset.ts";
import { listAssets } from "#lib/assets/verbs/list-assets.ts";
import { updateAsset } from "#lib/assets/verbs/update-asset.ts";
import { listQueues } from "#lib/queues/verbs/list-queues.ts";
import { getDegradation } from "#lib/degradation/verbs/get-degradation.ts";
import { setLevel } from "#lib/degradation/verbs/set-level.ts";
import { listEvents } from "#lib/events/verbs/list-events.ts";
import { checkHealth } from "#lib/health/verbs/check-health.ts";
import type { Actor } from "#lib/people/model.ts";
import { createApiKey } from "#lib/people/verbs/create-api-key.ts";
import { describeActor } from "#lib/people/verbs/describe-actor.ts";
import { listApiKeys } from "#lib/people/verbs/list-api-keys.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import { revokeApiKey } from "#lib/people/verbs/revoke-api-key.ts";
import { quarantineAsset } from "#lib/quarantine/verbs/quarantine-asset.ts";
import { quarantineCohort } from "#lib/quarantine/verbs/quarantine-cohort.ts";
import { releaseAsset } from "#lib/quarantine/verbs/release-asset.ts";
import { contract } from "./contract.ts";
import { followChanges } from "./follow-changes.ts";

/** What every call comes with; who is asking was settled before the router. */
export type ApiContext = { readonly actor: Actor; readonly requestId: string };

const api = implement(contract).$context<ApiContext>();

export const router = api.router({
  me: {
    get: api.me.get.handler(({ context }) => describeActor(context.actor)),
  },
  assets: {
    list: api.assets.list.handler(async ({ context, input }) => await listAssets(context.actor, { cursor: input.cursor, limit: input.limit, states: input.state === undefined ? undefined : [input.state] })),
    get: api.assets.get.handler(async ({ context, input }) => await getAsset(context.actor, input.id)),
    update: api.assets.update.handler(async ({ context, input }) => await updateAsset(context.actor, input, context.requestId)),
  },
  quarantine: {
    asset: api.quarantine.asset.handler(async ({ context, input }) => await quarantineAsset(context.actor, input, context.requestId)),
    release: api.quarantine.release.handler(async ({ context, input }) => await releaseAsset(context.actor, input, context.requestId)),
    cohort: api.quarantine.cohort.handler(async ({ context, input }) => await quarantineCohort(context.actor, input, context.requestId)),
  },
  events: {
    list: api.events.list.handler(async ({ context, input }) => await listEvents(context.actor, input)),
  },
  keys: {
    list: api.keys.list.handler(async ({ context }) => ({ items: [...(await listApiKeys(context.actor))], nextCursor: null })),
    create: api.keys.create.handler(async ({ context, input }) => await createApiKey(context.actor, input)),
    revoke: api.keys.revoke.handler(async ({ context, input }) => await revokeApiKey(context.actor, input.id)),
  },
  queues: {
    list: api.queues.list.handler(async ({ context }) => ({ items: await listQueues(context.actor), nextCursor: null })),
  },
  degradation: {
    get: api.degradation.get.handler(async ({ context }) => await getDegradation(context.actor)),
    set: api.degradation.set.handler(async ({ context, input }) => await setLevel(context.actor, input, context.requestId)),
  },
  health: {
    get: api.health.get.handler(async ({ context }) => {
      requireRight(context.actor, "health.read");
      return await checkHealth();
    }),
  },
  live: {
    stream: api.live.stream.handler(async function* ({ context, signal }) {
      for await (const { frame, id } of followChanges(context.actor, signal)) yield withEventMeta(frame, { id, retry: 1_000 });
    }),
  },
});
