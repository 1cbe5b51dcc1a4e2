import { Prisma, type Tx, inTransaction } from "#lib/edges/db/client.ts";
import { env } from "#lib/edges/env.ts";
import { storageKeys } from "#lib/edges/storage/keys.ts";
import type { Storage } from "#lib/edges/storage/storage.ts";
import { newId, now } from "#lib/edges/time.ts";
import type { EventVerb } from "#lib/events/model.ts";
import { announceEvents, recordEvents } from "#lib/events/verbs/record-event.ts";
import { defaultInspectionLimits, type Inspection, type InspectionFacts, type SourceFormat } from "#lib/inspection/model.ts";
import { type Actor, toActorRef } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import type { Pool } from "#lib/queues/model.ts";
import { choosePool } from "#lib/queues/rules/choose-pool.ts";
import { enqueueRender } from "#lib/queues/verbs/enqueue-render.ts";
import { writeManifest } from "#lib/rendering/manifest-file.ts";
import { bareManifest } from "#lib/rendering/rules/manifest.ts";
import type { Asset, AssetState, Reason, UploadFields } from "../model.ts";
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

type Admission = { readonly state: AssetState; readonly reasons: readonly Reason[] };

/** The inspection's word, unless a person has put these very bytes into quarantine before. */
async function admit(tx: Tx, upload: InspectedUpload): Promise<Admission> {
  const { inspection } = upload;
  const source = await tx.source.upsert({
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
  if (source.verdict === "quarantined" && inspection.verdict === "accepted") {
    return { state: "quarantined", reasons: [{ code: "known-bad-content", detail: "The same file was put into quarantine before. Ask whoever is on call if this one should be let through." }] };
  }
  return { state: stateByVerdict[inspection.verdict], reasons: inspection.reasons };
}

function poolOf(upload: InspectedUpload): Pool {
  const { inspection, sizeBytes, fields } = upload;
  return inspection.facts === null ? "standard" : choosePool(inspection.facts, sizeBytes, fields.priority, defaultInspectionLimits);
}

async function insertAsset(tx: Tx, actor: Actor, assetId: string, upload: InspectedUpload, admission: Admission, at: Date): Promise<void> {
  const { inspection, fields } = upload;
  await tx.asset.create({
    data: {
      id: assetId,
      name: fields.name ?? upload.fileName,
      state: admission.state,
      reasons: [...admission.reasons],
      surface: fields.surface ?? null,
      altText: fields.altText ?? null,
      priority: fields.priority,
      pool: poolOf(upload),
      uploadedBy: toActorRef(actor),
      requestId: upload.requestId,
      stateAt: at,
      createdAt: at,
      versions: { create: { version: 1, sourceSha256: upload.sha256, fileName: upload.fileName, declaredType: upload.declaredType, ...uprightSize(inspection.facts) } },
    },
  });
  if (upload.idempotencyKey !== null) {
    await tx.idempotencyKey.create({ data: { actorId: toActorRef(actor), key: upload.idempotencyKey, requestHash: "upload", status: 201, body: { assetId } } });
  }
}

const verbByState: Readonly<Partial<Record<AssetState, EventVerb>>> = { failed: "asset.failed", quarantined: "asset.quarantined" };

async function recordUpload(tx: Tx, actor: Actor, assetId: string, upload: InspectedUpload, admission: Admission, at: Date): Promise<void> {
  const common = { actor, subject: { type: "asset", id: assetId }, happenedAt: at, requestId: upload.requestId } as const;
  await recordEvents(tx, [
    { ...common, verb: "asset.uploaded", after: { name: upload.fields.name ?? upload.fileName, bytes: upload.sizeBytes, sha256: upload.sha256 } },
    { ...common, verb: verbByState[admission.state] ?? "asset.queued", before: { state: "inspecting" }, after: admission },
  ]);
}

/** The manifest is written before the commit: an asset that anyone can know of has one. */
async function insertUpload(tx: Tx, actor: Actor, assetId: string, upload: InspectedUpload, storage: Storage, at: Date): Promise<Admission> {
  const admission = await admit(tx, upload);
  await insertAsset(tx, actor, assetId, upload, admission, at);
  await recordUpload(tx, actor, assetId, upload, admission, at);
  const manifestState = admission.state === "failed" || admission.state === "quarantined" ? admission.state : "pending";
  await writeManifest(storage, bareManifest({ assetId, version: 1, surface: upload.fields.surface ?? null }, manifestState, uprightSize(upload.inspection.facts), at));
  return admission;
}

/**
 * Takes an inspected file into the platform. Original and `pending` manifest are in storage and the rows are committed
 * before this returns, so from here on nothing is lost; a job that could not be added is added by the reconciler.
 */
export async function acceptUpload(actor: Actor, upload: InspectedUpload, storage: Storage): Promise<Asset> {
  requireRight(actor, "asset.upload");
  const at = now();
  const assetId = newId("ast", at);
  await storage.putFile(storageKeys.original(upload.sha256), upload.path);
  const { admission, row } = await inTransaction(async (tx) => ({
    admission: await insertUpload(tx, actor, assetId, upload, storage, at),
    row: await findAssetRow(tx, assetId),
  }));
  if (row === null) throw new Error(`asset ${assetId} is not there after its commit`);
  if (admission.state === "queued") await enqueueRender({ schema: 1, assetId, version: 1, attempt: 0, requestId: upload.requestId }, upload.fields.priority, poolOf(upload));
  await announceEvents();
  return toAsset(row, env().deliveryUrl);
}
