import { Prisma, type Tx, inTransaction } from "#lib/edges/db/client.ts";
import { env } from "#lib/edges/env.ts";
import { storageKeys } from "#lib/edges/storage/keys.ts";
import type { Storage } from "#lib/edges/storage/storage.ts";
import { newId, now } from "#lib/edges/time.ts";
import { announceEvents, recordEvent } from "#lib/events/verbs/record-event.ts";
import type { Inspection, InspectionFacts, SourceFormat } from "#lib/inspection/model.ts";
import { type Actor, toActorRef } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import { enqueueRender } from "#lib/queues/verbs/enqueue-render.ts";
import { writeManifest } from "#lib/rendering/manifest-file.ts";
import { bareManifest } from "#lib/rendering/rules/manifest.ts";
import type { Asset, AssetState, UploadFields } from "../model.ts";
import { findAssetRow, toAsset } from "../store.ts";

/** What an inspection says of a file that is kept; a refused one never gets here. */
export type KeptInspection = Extract<Inspection, { verdict: "accepted" }> | (Exclude<Inspection, { verdict: "accepted" }> & { readonly verdict: "quarantined" | "failed" });

/** A staged file that was read to its end, hashed and inspected, and not refused. */
export type InspectedUpload = {
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly fileName: string;
  readonly declaredType: string | null;
  readonly format: SourceFormat;
  readonly inspection: KeptInspection;
  readonly fields: UploadFields;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
};

const stateByVerdict = { accepted: "queued", quarantined: "quarantined", failed: "failed" } as const satisfies Record<InspectedUpload["inspection"]["verdict"], AssetState>;

/** As shown: EXIF orientations 5–8 lie on their side. */
function uprightSize(facts: InspectionFacts | null): { width: number | null; height: number | null } {
  if (facts === null || facts.width === 0 || facts.height === 0) return { width: null, height: null };
  return facts.orientation >= 5 ? { width: facts.height, height: facts.width } : { width: facts.width, height: facts.height };
}

async function insertRows(tx: Tx, actor: Actor, assetId: string, upload: InspectedUpload, at: Date): Promise<void> {
  const { inspection, fields } = upload;
  const state = stateByVerdict[inspection.verdict];
  const size = uprightSize(inspection.facts);
  await tx.source.upsert({
    where: { sha256: upload.sha256 },
    update: {},
    create: {
      sha256: upload.sha256,
      sizeBytes: upload.sizeBytes,
      format: upload.format,
      verdict: inspection.verdict,
      reasons: inspection.reasons,
      facts: inspection.facts === null ? Prisma.DbNull : inspection.facts,
    },
  });
  await tx.asset.create({
    data: {
      id: assetId,
      name: fields.name ?? upload.fileName,
      state,
      reasons: inspection.reasons,
      surface: fields.surface ?? null,
      altText: fields.altText ?? null,
      priority: fields.priority,
      uploadedBy: toActorRef(actor),
      requestId: upload.requestId,
      stateAt: at,
      createdAt: at,
      versions: { create: { version: 1, sourceSha256: upload.sha256, fileName: upload.fileName, declaredType: upload.declaredType, ...size } },
    },
  });
  const subject = { type: "asset", id: assetId } as const;
  const common = { actor, subject, happenedAt: at, requestId: upload.requestId };
  await recordEvent(tx, { ...common, verb: "asset.uploaded", after: { name: fields.name ?? upload.fileName, bytes: upload.sizeBytes, sha256: upload.sha256 } });
  const verb = state === "queued" ? "asset.queued" : state === "failed" ? "asset.failed" : "asset.quarantined";
  await recordEvent(tx, { ...common, verb, before: { state: "inspecting" }, after: { state, reasons: inspection.reasons } });
  if (upload.idempotencyKey !== null) {
    await tx.idempotencyKey.create({ data: { actorId: toActorRef(actor), key: upload.idempotencyKey, requestHash: "upload", status: 201, body: { assetId } } });
  }
}

/**
 * Takes an inspected file into the platform. Original and `pending` manifest are in storage and the rows are committed
 * before this returns, so from here on nothing is lost; a job that could not be added is added by the reconciler.
 */
export async function acceptUpload(actor: Actor, upload: InspectedUpload, storage: Storage): Promise<Asset> {
  requireRight(actor, "asset.upload");
  const at = now();
  const assetId = newId("ast", at);
  const { inspection, fields } = upload;
  await storage.putFile(storageKeys.original(upload.sha256), upload.path);
  const manifestState = inspection.verdict === "accepted" ? "pending" : inspection.verdict;
  await writeManifest(storage, bareManifest({ assetId, version: 1, surface: fields.surface ?? null }, manifestState, uprightSize(inspection.facts), at));
  const row = await inTransaction(async (tx) => {
    await insertRows(tx, actor, assetId, upload, at);
    return await findAssetRow(tx, assetId);
  });
  if (row === null) throw new Error(`asset ${assetId} is not there after its commit`);
  if (inspection.verdict === "accepted") await enqueueRender({ schema: 1, assetId, version: 1, attempt: 0, requestId: upload.requestId }, fields.priority);
  await announceEvents();
  return toAsset(row, env().deliveryUrl);
}
