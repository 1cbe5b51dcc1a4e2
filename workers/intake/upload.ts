import { open, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { type Asset, uploadFields } from "#lib/assets/model.ts";
import { cleanFileName } from "#lib/assets/rules/clean-file-name.ts";
import { type KeptInspection, acceptUpload } from "#lib/assets/verbs/accept-upload.ts";
import { findUploadByIdempotencyKey } from "#lib/assets/verbs/find-upload-by-idempotency-key.ts";
import { AppError } from "#lib/edges/app-error.ts";
import { env } from "#lib/edges/env.ts";
import { storage } from "#lib/edges/storage/open.ts";
import { StorageError } from "#lib/edges/storage/storage.ts";
import { type Inspection, defaultInspectionLimits, type SourceFormat } from "#lib/inspection/model.ts";
import { reasonTexts } from "#lib/inspection/rules/reasons.ts";
import { SNIFF_BYTES, sniff } from "#lib/inspection/rules/sniff.ts";
import { inspectFile } from "#lib/inspection/verbs/inspect-file.ts";
import type { Actor } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import { type StagedFile, assertDeclaredSize, receiveForm } from "./receive-file.ts";

function isKept(inspection: Inspection): inspection is KeptInspection {
  return inspection.verdict !== "refused";
}

function toRefusal(inspection: Inspection): AppError {
  const [first] = inspection.reasons;
  if (first === undefined) throw new Error("a refusal without a reason");
  const { httpStatus, title, advice } = reasonTexts[first.code];
  const code = httpStatus === 400 ? "bad_request" : httpStatus === 413 ? "payload_too_large" : "unsupported_media_type";
  return new AppError(code, `${title} ${first.detail}`, { reason: first.code, advice, details: { reasons: inspection.reasons } });
}

async function sniffFormat(path: string): Promise<SourceFormat> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0);
    const found = sniff(buffer.subarray(0, bytesRead));
    if (found.kind !== "allowed") throw new Error("an accepted file lost its format");
    return found.format;
  } finally {
    await handle.close();
  }
}

function parseFields(raw: Readonly<Record<string, string>>) {
  const present = Object.fromEntries(Object.entries(raw).filter(([, value]) => value.trim() !== ""));
  const parsed = uploadFields.safeParse(present);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError("bad_request", `The field "${issue?.path.join(".") ?? "?"}" is not valid: ${issue?.message ?? ""}`, { reason: "bad-field" });
}

function toUploadError(error: unknown): unknown {
  if (error instanceof StorageError && error.kind === "full") return new AppError("storage_full", "There is no room left to store the file.", { reason: "storage-full", advice: "Nothing was stored. Try again later, or tell whoever is on call.", cause: error });
  if (error instanceof StorageError) return new AppError("unavailable", "Storage cannot be reached right now.", { reason: "storage-away", advice: "Nothing was lost. Try again in a few seconds.", cause: error });
  return error;
}

/**
 * Inspects and accepts a file that lies in staging, whichever way it came.
 * @throws AppError with the refusal, or `unavailable` and `storage_full` when it should be tried again
 */
export async function takeStaged(actor: Actor, staged: StagedFile, rawFields: Readonly<Record<string, string>>, requestId: string, idempotencyKey: string | null): Promise<Asset> {
  try {
    return await take(actor, staged, rawFields, requestId, idempotencyKey);
  } catch (error) {
    throw toUploadError(error);
  }
}

async function take(actor: Actor, staged: StagedFile, rawFields: Readonly<Record<string, string>>, requestId: string, idempotencyKey: string | null): Promise<Asset> {
  const fields = parseFields(rawFields);
  const fileName = cleanFileName(staged.fileName);
  const inspection = await inspectFile(staged.path, { name: fileName, type: staged.declaredType ?? undefined }, { ...defaultInspectionLimits, maxBytes: env().maxUploadBytes });
  if (!isKept(inspection)) throw toRefusal(inspection);
  const format = await sniffFormat(staged.path);
  const { name, ...rest } = fields;
  const cleaned = { ...rest, ...(name === undefined ? {} : { name: cleanFileName(name) }) };
  return await acceptUpload(actor, { ...staged, fileName, format, inspection, fields: cleaned, requestId, idempotencyKey }, await storage());
}

function idempotencyKeyOf(request: IncomingMessage): string | null {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key !== "string" || !/^[\x21-\x7e]{1,200}$/.test(key)) throw new AppError("bad_request", "An Idempotency-Key has 1 to 200 printable characters.", { reason: "bad-idempotency-key" });
  return key;
}

/** One multipart upload from the first byte to the answer: 201 with the asset, or an error and nothing stored. */
export async function handleUpload(request: IncomingMessage, actor: Actor, requestId: string): Promise<{ status: 200 | 201; asset: Asset }> {
  requireRight(actor, "asset.upload");
  assertDeclaredSize(request, env().maxUploadBytes);
  const idempotencyKey = idempotencyKeyOf(request);
  if (idempotencyKey !== null) {
    const earlier = await findUploadByIdempotencyKey(actor, idempotencyKey);
    if (earlier !== null) return { status: 200, asset: earlier };
  }
  const { file, fields } = await receiveForm(request, { stagingDir: join(env().dataDir, "staging"), maxBytes: env().maxUploadBytes });
  try {
    return { status: 201, asset: await takeStaged(actor, file, fields, requestId, idempotencyKey) };
  } finally {
    await rm(file.path, { force: true });
  }
}
