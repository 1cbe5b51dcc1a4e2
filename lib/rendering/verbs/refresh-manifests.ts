import { db, inTransaction } from "#lib/edges/db/client.ts";
import { publishHint } from "#lib/edges/redis/connection.ts";
import { redisKeys } from "#lib/edges/redis/keys.ts";
import { storage } from "#lib/edges/storage/open.ts";
import { now } from "#lib/edges/time.ts";
import { writeManifest } from "../manifest-file.ts";
import { bareManifest } from "../rules/manifest.ts";

const manifestState = (state: string): "pending" | "failed" | "quarantined" => (state === "failed" || state === "quarantined" ? state : "pending");

/** Rewrites one manifest from its row. The row is locked, so a render that finishes now comes before or after, never between. */
async function refreshManifest(assetId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ state: string; version: number; surface: string | null; manifest_dirty: boolean }[]>`
      SELECT state, version, surface, manifest_dirty FROM asset WHERE id = ${assetId} FOR UPDATE`;
    if (row === undefined || !row.manifest_dirty) return;
    // A ready asset's manifest is written by its render, with everything in it.
    if (row.state !== "ready") {
      const version = await tx.assetVersion.findUnique({ where: { assetId_version: { assetId, version: row.version } }, select: { width: true, height: true } });
      await writeManifest(await storage(), bareManifest({ assetId, version: row.version, surface: row.surface }, manifestState(row.state), version ?? { width: null, height: null }, now()));
    }
    await tx.asset.update({ where: { id: assetId }, data: { manifestDirty: false } });
  });
  await publishHint(redisKeys.manifestChanged, assetId);
}

/** Brings manifests up to what their rows say. */
export async function refreshManifests(assetIds: readonly string[]): Promise<void> {
  for (const assetId of assetIds) await refreshManifest(assetId);
}

const BATCH = 200;

/** Those left behind by a large cohort or a process that was killed. @returns how many were rewritten */
export async function refreshDirtyManifests(): Promise<number> {
  const rows = await db().asset.findMany({ where: { manifestDirty: true }, select: { id: true }, take: BATCH });
  await refreshManifests(rows.map((row) => row.id));
  return rows.length;
}
