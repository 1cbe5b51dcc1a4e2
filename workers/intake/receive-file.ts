import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyHeaders, type BusboyInstance } from "@fastify/busboy";
import { AppError } from "#lib/edges/app-error.ts";
import { newId } from "#lib/edges/time.ts";

export type StagedFile = { readonly path: string; readonly sha256: string; readonly sizeBytes: number; readonly fileName: string; readonly declaredType: string | null };
export type ReceivedForm = { readonly file: StagedFile; readonly fields: Readonly<Record<string, string>> };

const FIELD_LIMITS = { fieldNameSize: 100, fieldSize: 16 * 1024, fields: 20, files: 1, parts: 22 };

/** Multipart wraps a file in a few hundred bytes of headers; a request that is larger than this cannot fit. */
const FORM_OVERHEAD_BYTES = 64 * 1024;

export function tooLarge(maxBytes: number): AppError {
  const megabytes = Math.floor(maxBytes / (1024 * 1024));
  return new AppError("payload_too_large", `The file is larger than ${megabytes} MB.`, { reason: "file-too-large", advice: "Export the picture at a lower quality or smaller size and upload the new file." });
}

/** Told before a byte is wasted, when the client says how much is coming. @throws AppError */
export function assertDeclaredSize(request: IncomingMessage, maxBytes: number): void {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBytes + FORM_OVERHEAD_BYTES) throw tooLarge(maxBytes);
}

function toStagingError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new AppError("storage_full", "There is no room left to take the file.", { reason: "staging-full", advice: "Nothing was stored. Try again later, or tell whoever is on call.", cause: error });
  }
  return error;
}

async function stage(source: Readable, folder: string, maxBytes: number): Promise<{ path: string; sha256: string; sizeBytes: number }> {
  await mkdir(folder, { recursive: true, mode: 0o750 });
  const path = join(folder, newId("stg"));
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) {
        next(tooLarge(maxBytes));
        return;
      }
      hash.update(chunk);
      next(null, chunk);
    },
  });
  try {
    await pipeline(source, meter, createWriteStream(path, { flags: "wx", mode: 0o640 }));
    return { path, sha256: hash.digest("hex"), sizeBytes };
  } catch (error) {
    await rm(path, { force: true });
    throw toStagingError(error);
  }
}

function openForm(request: IncomingMessage): BusboyInstance {
  const type = request.headers["content-type"] ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    throw new AppError("bad_request", "An upload is a multipart form with one part called \"file\".", { reason: "not-multipart", advice: 'With curl: -F "file=@photo.jpg"' });
  }
  try {
    return new Busboy({ headers: request.headers as BusboyHeaders, limits: FIELD_LIMITS });
  } catch (error) {
    throw new AppError("bad_request", "The multipart form cannot be read.", { reason: "bad-multipart", cause: error });
  }
}

/** Like a pipeline, but a form that fails leaves the request readable: it still has to be answered. */
async function feed(request: IncomingMessage, form: BusboyInstance): Promise<void> {
  try {
    await new Promise<void>((done, fail) => {
      form.on("finish", done);
      form.on("error", fail);
      request.on("error", fail);
      request.on("close", () => {
        if (!request.complete) fail(new Error("the connection ended early"));
      });
      request.pipe(form);
    });
  } finally {
    request.unpipe(form);
  }
}

/**
 * Reads one multipart form: fields, and one part `file` streamed to staging and hashed on the way.
 * The file is gone again when anything about the form is wrong.
 * @throws AppError `bad_request`, `payload_too_large`, `storage_full`
 */
export async function receiveForm(request: IncomingMessage, options: { stagingDir: string; maxBytes: number }): Promise<ReceivedForm> {
  const form = openForm(request);
  const fields: Record<string, string> = {};
  const staged: Promise<StagedFile>[] = [];
  const open: Readable[] = [];
  form.on("field", (name, value) => {
    fields[name] = value;
  });
  form.on("file", (name, stream, fileName, _encoding, declaredType) => {
    if (name !== "file") {
      stream.resume();
      return;
    }
    open.push(stream);
    const file = stage(stream, options.stagingDir, options.maxBytes).then((done) => ({ ...done, fileName, declaredType: declaredType === "" ? null : declaredType }));
    // Awaited below; a failure must end the request at once instead of reading the rest of 100 MB.
    file.catch((error: unknown) => form.destroy(error instanceof Error ? error : new Error(String(error))));
    staged.push(file);
  });
  try {
    await feed(request, form);
  } catch (error) {
    // Nobody ends the part of a form that broke off: without this its file would stay open, and lie in staging, for ever.
    for (const stream of open) stream.destroy(error instanceof Error ? error : new Error(String(error)));
    await discard(staged);
    if (error instanceof AppError) throw error;
    throw new AppError("bad_request", "The upload was cut off or its form is damaged.", { reason: "bad-multipart", advice: "Nothing was stored. Send it again.", cause: error });
  }
  const [file] = staged;
  if (file === undefined) throw new AppError("bad_request", 'The form has no part called "file".', { reason: "no-file", advice: 'With curl: -F "file=@photo.jpg"' });
  return { file: await file, fields };
}

async function discard(staged: readonly Promise<StagedFile>[]): Promise<void> {
  for (const result of await Promise.allSettled(staged)) if (result.status === "fulfilled") await rm(result.value.path, { force: true });
}
