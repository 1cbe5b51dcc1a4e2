import { Prisma, type Tx } from "#lib/edges/db/client.ts";
import { type Asset, type AssetState, type Reason, assetStates, prioritySchema, reasonSchema, surfaceSchema, type Priority } from "./model.ts";
import { statesBefore } from "./rules/transitions.ts";
import { type Pool, poolSchema } from "#lib/queues/model.ts";
import { variantFormats, presets, type Preset, type VariantFormat } from "#lib/recipes/model.ts";
import { z } from "zod";

const withVersions = { versions: { orderBy: { version: "desc" }, take: 1, include: { source: true, variants: true } } } satisfies Prisma.AssetInclude;
export type AssetRow = Prisma.AssetGetPayload<{ include: typeof withVersions }>;

const stateSchema = z.enum(assetStates);

export function toReasons(value: Prisma.JsonValue): Reason[] {
  return z.array(reasonSchema).parse(value);
}

/** @param deliveryUrl base of the image server, without a trailing slash */
export function toAsset(row: AssetRow, deliveryUrl: string): Asset {
  const [version] = row.versions;
  if (version === undefined) throw new Error(`asset ${row.id} has no version`);
  const variants = version.variants.filter((variant) => !variant.reduced).map((variant) => ({
    preset: z.enum(presets).parse(variant.preset) satisfies Preset,
    format: z.enum(variantFormats).parse(variant.format) satisfies VariantFormat,
    width: variant.width,
    height: variant.height,
    bytes: variant.sizeBytes,
    recipeVersion: variant.recipeVersion,
    url: `${deliveryUrl}/i/${row.id}/${variant.preset}.${variant.format === "jpeg" ? "jpg" : variant.format}?v=${row.version}`,
  }));
  return {
    id: row.id,
    name: row.name,
    state: stateSchema.parse(row.state),
    reasons: toReasons(row.reasons),
    bytes: Number(version.source.sizeBytes),
    width: version.width,
    height: version.height,
    format: version.source.format,
    sha256: version.sourceSha256,
    surface: row.surface === null ? null : surfaceSchema.parse(row.surface),
    altText: row.altText,
    version: row.version,
    variants: variants.sort((left, right) => left.width - right.width || left.format.localeCompare(right.format)),
    createdAt: row.createdAt.toISOString(),
  };
}

export async function findAssetRow(tx: Tx, id: string): Promise<AssetRow | null> {
  return await tx.asset.findUnique({ where: { id }, include: withVersions });
}

export async function findAssetRows(tx: Tx, ids: readonly string[]): Promise<readonly AssetRow[]> {
  return await tx.asset.findMany({ where: { id: { in: [...ids] } }, include: withVersions });
}

export type AssetCursor = { readonly createdAt: Date; readonly id: string };

/** Newest first. */
export async function listAssetRows(tx: Tx, page: { after?: AssetCursor | undefined; limit: number; states?: readonly AssetState[] | undefined }): Promise<readonly AssetRow[]> {
  const { after, limit, states } = page;
  return await tx.asset.findMany({
    where: {
      ...(states === undefined ? {} : { state: { in: [...states] } }),
      ...(after === undefined ? {} : { OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }] }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    include: withVersions,
  });
}

/** Where an asset is now and which attempt may move it. Every change names both, so that a late worker changes nothing. */
export type AssetClaim = { readonly assetId: string; readonly version: number; readonly attempt: number };

/**
 * Moves an asset to `to` if the transition table allows it and the claim still holds.
 * @returns whether it moved; false means someone else was first
 */
export async function moveAsset(tx: Tx, claim: AssetClaim, to: AssetState, at: Date, change: { reasons?: readonly Reason[]; nextAttempt?: number } = {}): Promise<boolean> {
  const { count } = await tx.asset.updateMany({
    where: { id: claim.assetId, version: claim.version, attempt: claim.attempt, state: { in: [...statesBefore(to)] } },
    data: {
      state: to,
      stateAt: at,
      ...(change.reasons === undefined ? {} : { reasons: [...change.reasons] }),
      ...(change.nextAttempt === undefined ? {} : { attempt: change.nextAttempt }),
    },
  });
  return count === 1;
}

export type StrayAsset = AssetClaim & { readonly state: AssetState; readonly priority: Priority; readonly pool: Pool; readonly requestId: string | null };

/** Assets that should have a job and have stood still since `before`. */
export async function listStrayAssets(tx: Tx, before: Date, limit: number): Promise<readonly StrayAsset[]> {
  const rows = await tx.asset.findMany({
    where: { state: { in: ["queued", "rendering"] }, stateAt: { lt: before } },
    orderBy: { stateAt: "asc" },
    take: limit,
    select: { id: true, version: true, attempt: true, state: true, priority: true, pool: true, requestId: true },
  });
  return rows.map((row) => ({ assetId: row.id, version: row.version, attempt: row.attempt, state: stateSchema.parse(row.state), priority: prioritySchema.parse(row.priority), pool: poolSchema.parse(row.pool), requestId: row.requestId }));
}
