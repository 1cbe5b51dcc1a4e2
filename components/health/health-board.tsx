"use client";

import { useQuery } from "@tanstack/react-query";
import { apiQuery, toApiFailure } from "#lib/api/client.ts";
import type { Health } from "#lib/health/model.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { useNowMs } from "#components/ui/clock.tsx";
import { formatUtc } from "#components/ui/format.ts";
import { Notice } from "#components/ui/notice.tsx";
import { PageTitle } from "#components/ui/page-title.tsx";
import { Shape, type Tone, toneFill } from "#components/ui/shape.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { HealthPartRow } from "./health-part-row.tsx";

const ASK_EVERY_MS = 5_000;
/** Two missed answers: by then the last one says nothing about now. */
const STALE_AFTER_MS = 12_000;

const toneOf: Readonly<Record<Health["state"], Tone>> = { ok: "good", degraded: "warn", away: "bad" };

function Verdict({ tone, title, line }: { tone: Tone; title: string; line: string }) {
  return (
    <Card className="flex items-center gap-4 p-4" aria-live="polite">
      <span className={`grid size-9 shrink-0 place-items-center rounded-md ${toneFill[tone]}`}>
        <Shape tone={tone} className="size-3.5" />
      </span>
      <div className="min-w-0">
        <p className="text-xl font-semibold tracking-tight">{title}</p>
        <p className="text-sm text-muted">{line}</p>
      </div>
    </Card>
  );
}

function Loading() {
  return (
    <Card aria-busy="true" aria-label="Health is being asked">
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className="flex items-center gap-6 border-t px-4 py-4 first:border-t-0">
          <Skeleton className="h-4 w-32" />
          <Skeleton className="h-5 w-20" />
          <Skeleton className="h-4 flex-1" />
        </div>
      ))}
    </Card>
  );
}

/** Every part of the platform, asked every five seconds. */
export function HealthBoard() {
  const query = useQuery(apiQuery.health.get.queryOptions({ refetchInterval: ASK_EVERY_MS, retry: false }));
  const nowMs = useNowMs(1_000);
  const health = query.data;
  const isStale = health !== undefined && Math.max(nowMs, query.dataUpdatedAt) - query.dataUpdatedAt > STALE_AFTER_MS;
  const failure = query.isError ? toApiFailure(query.error) : null;
  return (
    <>
      <PageTitle title="Health" />
      {failure === null ? null : (
        <Notice tone="bad" live="polite" title={failure.sentence} action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
          {failure.advice}
        </Notice>
      )}
      {health === undefined ? (
        <>
          <Verdict tone="unknown" title={failure === null ? "Asking every part…" : "Unknown: nothing has answered yet."} line={`Asked every ${ASK_EVERY_MS / 1_000} s.`} />
          {failure === null ? <Loading /> : null}
        </>
      ) : (
        <>
          {isStale ? (
            <Verdict tone="unknown" title="Unknown: no answer for a while." line={`Last heard ${formatUtc(health.checkedAt)}: “${health.sentence}”`} />
          ) : (
            <Verdict tone={toneOf[health.state]} title={health.sentence} line={`Asked every ${ASK_EVERY_MS / 1_000} s, last at ${health.checkedAt.slice(11, 19)} UTC.`} />
          )}
          <Card aria-label="Parts">
            <ul>
              {health.parts.map((part) => (
                <HealthPartRow key={part.name} part={part} state={isStale ? "unknown" : part.state} />
              ))}
            </ul>
          </Card>
        </>
      )}
    </>
  );
}
