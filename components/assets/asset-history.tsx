"use client";

import { useQuery } from "@tanstack/react-query";
import { apiQuery, toApiFailure } from "#lib/api/client.ts";
import type { EventJson } from "#lib/events/model.ts";
import { leastRoleWith } from "#lib/people/rules/can.ts";
import { useMe } from "#components/people/me-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { Card, CardHeader } from "#components/ui/card.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Shape } from "#components/ui/shape.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { tellEvent } from "./event-words.ts";

const SHOWN = 50;

function EventLine({ event, since }: { event: EventJson; since: EventJson | undefined }) {
  const { says, tone } = tellEvent(event);
  const gapS = since === undefined ? null : (Date.parse(event.happenedAt) - Date.parse(since.happenedAt)) / 1_000;
  return (
    <li className="grid grid-cols-[0.75rem_minmax(0,1fr)_auto] items-baseline gap-x-2.5 border-t px-4 py-1.5 text-sm first:border-t-0">
      <Shape tone={tone} className="animate-none" />
      <span>
        {says} <span className="text-muted">by {event.actor.name}</span>
      </span>
      <span className="text-right text-muted">
        {gapS === null || gapS <= 0 ? null : <span className="mr-3">+{gapS < 60 ? `${gapS.toFixed(1)} s` : `${Math.round(gapS / 60)} min`}</span>}
        <Moment at={event.happenedAt} as="clock" />
      </span>
    </li>
  );
}

/** What happened to an asset, oldest first, with the time each step took. */
export function AssetHistory({ assetId }: { assetId: string }) {
  const me = useMe();
  const mayRead = me.rights.includes("event.read");
  const query = useQuery(apiQuery.events.list.queryOptions({ input: { subjectId: assetId, limit: SHOWN }, enabled: mayRead }));
  const events = [...(query.data?.items ?? [])].reverse();
  return (
    <Card aria-labelledby="history">
      <CardHeader title="What happened" id="history">
        <p className="text-sm text-muted">UTC</p>
      </CardHeader>
      <div className="border-t pb-1.5">
        {!mayRead ? (
          <p className="px-4 py-3 text-sm text-muted">
            Your role ({me.role}) does not read the event log. The least role that does is “{leastRoleWith("event.read")}”.
          </p>
        ) : query.isError ? (
          <div className="flex items-center justify-between gap-3 px-4 py-2.5 text-sm">
            <p className="text-bad">{toApiFailure(query.error).sentence}</p>
            <Button size="sm" onClick={() => void query.refetch()}>
              Try again
            </Button>
          </div>
        ) : query.data === undefined ? (
          <div className="flex flex-col gap-3 px-4 py-3">
            <Skeleton className="h-4" />
            <Skeleton className="h-4 w-4/5" />
            <Skeleton className="h-4 w-3/5" />
          </div>
        ) : (
          <ol>
            {events.map((event, index) => (
              <EventLine key={event.id} event={event} since={events[index - 1]} />
            ))}
          </ol>
        )}
      </div>
    </Card>
  );
}
