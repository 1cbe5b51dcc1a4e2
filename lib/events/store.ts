import { Prisma, type Tx } from "#lib/edges/db/client.ts";
import type { EventJson, NewEvent } from "./model.ts";

type EventRow = NonNullable<Awaited<ReturnType<Tx["event"]["findFirst"]>>>;

const toJson = (value: Readonly<Record<string, unknown>> | undefined): Prisma.InputJsonValue | typeof Prisma.DbNull =>
  value === undefined ? Prisma.DbNull : (value as Prisma.InputJsonObject);

function toRow(event: NewEvent): Prisma.EventCreateManyInput {
  return {
    actorType: event.actor.type,
    actorId: event.actor.id,
    actorName: event.actor.name,
    verb: event.verb,
    subjectType: event.subject.type,
    subjectId: event.subject.id,
    before: toJson(event.before),
    after: toJson(event.after),
    reason: event.reason ?? null,
    requestId: event.requestId ?? null,
    happenedAt: event.happenedAt,
  };
}

export async function insertEvents(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  await tx.event.createMany({ data: events.map(toRow) });
}

export function toEventJson(row: EventRow): EventJson {
  return {
    id: row.id.toString(),
    actor: { type: row.actorType, id: row.actorId, name: row.actorName },
    verb: row.verb,
    subject: { type: row.subjectType, id: row.subjectId },
    before: row.before,
    after: row.after,
    reason: row.reason,
    requestId: row.requestId,
    happenedAt: row.happenedAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
  };
}

export async function listEventsBefore(tx: Tx, filter: { subjectId?: string | undefined; before?: bigint | undefined; limit: number }): Promise<readonly EventJson[]> {
  const rows = await tx.event.findMany({
    where: {
      ...(filter.subjectId === undefined ? {} : { subjectId: filter.subjectId }),
      ...(filter.before === undefined ? {} : { id: { lt: filter.before } }),
    },
    orderBy: { id: "desc" },
    take: filter.limit,
  });
  return rows.map(toEventJson);
}

/** Events with an id above `after`, oldest first. */
export async function listEventsAfter(tx: Tx, after: bigint, limit: number): Promise<readonly EventJson[]> {
  const rows = await tx.event.findMany({ where: { id: { gt: after } }, orderBy: { id: "asc" }, take: limit });
  return rows.map(toEventJson);
}

export async function findLastEventId(tx: Tx): Promise<bigint> {
  const row = await tx.event.findFirst({ orderBy: { id: "desc" }, select: { id: true } });
  return row?.id ?? 0n;
}
