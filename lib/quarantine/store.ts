import { Prisma, type Tx } from "#lib/edges/db/client.ts";
import type { BlastRadius, Cohort } from "./model.ts";

const SAMPLE = 20;

const bound = (from: string | undefined, to: string | undefined): Prisma.AssetWhereInput =>
  from === undefined && to === undefined ? {} : { createdAt: { ...(from === undefined ? {} : { gte: new Date(from) }), ...(to === undefined ? {} : { lt: new Date(to) }) } };

/** The assets a cohort means that can still be quarantined. */
function toWhere(cohort: Cohort): Prisma.AssetWhereInput {
  const source = { ...(cohort.sha256 === undefined ? {} : { sha256: cohort.sha256 }), ...(cohort.format === undefined ? {} : { format: cohort.format }) };
  return {
    state: { notIn: ["quarantined", "trashed"] },
    ...(cohort.ids === undefined ? {} : { id: { in: cohort.ids } }),
    ...(cohort.uploadedBy === undefined ? {} : { uploadedBy: cohort.uploadedBy }),
    ...bound(cohort.uploadedFrom, cohort.uploadedTo),
    ...(Object.keys(source).length === 0 ? {} : { versions: { some: { source } } }),
  };
}

export type Hit = { readonly id: string; readonly state: string };

export async function findCohort(tx: Tx, cohort: Cohort): Promise<readonly Hit[]> {
  return await tx.asset.findMany({ where: toWhere(cohort), select: { id: true, state: true } });
}

export async function measureBlastRadius(tx: Tx, cohort: Cohort): Promise<BlastRadius> {
  const where = toWhere(cohort);
  const [assets, variants, sources, surfaces, sample] = await Promise.all([
    tx.asset.count({ where }),
    tx.variant.count({ where: { assetVersion: { asset: where } } }),
    tx.source.count({ where: { versions: { some: { asset: where } } } }),
    tx.asset.groupBy({ by: ["surface"], where }),
    tx.asset.findMany({ where, select: { id: true, name: true, state: true }, orderBy: { createdAt: "desc" }, take: SAMPLE }),
  ]);
  return { assets, variants, sources, surfaces: surfaces.map((row) => row.surface ?? "none").sort((left, right) => left.localeCompare(right)), sample };
}

/** A statement takes at most 32,767 parameters. */
const CHUNK = 10_000;

/** Moves the hits and marks their manifests as behind. A concurrent render loses: its claim no longer holds. */
export async function markQuarantined(tx: Tx, hits: readonly Hit[], reasons: Prisma.InputJsonValue, at: Date): Promise<void> {
  for (let from = 0; from < hits.length; from += CHUNK) {
    await tx.asset.updateMany({
      where: { id: { in: hits.slice(from, from + CHUNK).map((hit) => hit.id) }, state: { notIn: ["quarantined", "trashed"] } },
      data: { state: "quarantined", stateAt: at, reasons, manifestDirty: true },
    });
  }
}
