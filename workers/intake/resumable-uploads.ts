import { createHash, randomUUID } from "node:crypto";
import { createReadStream, mkdirSync } from "node:fs";
import { link, readdir, rm, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";
import { z } from "zod";
import type { Asset } from "#lib/assets/model.ts";
import { findUploadByIdempotencyKey } from "#lib/assets/verbs/find-upload-by-idempotency-key.ts";
import { AppError, toProblem } from "#lib/edges/app-error.ts";
import { env } from "#lib/edges/env.ts";
import { log } from "#lib/edges/log.ts";
import { newId } from "#lib/edges/time.ts";
import { requireActor } from "#lib/people/auth/require-actor.ts";
import { type Actor, roleSchema, toActorRef } from "#lib/people/model.ts";
import { requireRight } from "#lib/people/verbs/require-right.ts";
import { toIntakeError } from "./intake-error.ts";
import { tooLarge } from "./receive-file.ts";
import { takeStaged } from "./upload.ts";

export const TUS_PATH = "/api/v1/uploads/tus";

/** An upload nobody continues for a day is given up; a finished one is remembered as long, for a client that missed the answer. */
const EXPIRES_MS = 24 * 60 * 60 * 1_000;
const HASH_CHUNK_BYTES = 1024 * 1024;
const UPLOAD_ID = /^tus_[0-9a-z]{26}$/;

/** Written by us at creation, never by the client: who may go on with this upload, and with which words. */
const metadataSchema = z.object({
  owner: z.string(),
  ownerName: z.string(),
  ownerRole: roleSchema,
  requestId: z.string(),
  fileName: z.string(),
  fileType: z.string().nullable(),
  fields: z.string(),
});
type Metadata = z.infer<typeof metadataSchema>;

const FIELDS = ["name", "surface", "altText", "priority"] as const;

function toOwner(metadata: Metadata): Actor {
  const [type = "", ...id] = metadata.owner.split(":");
  const known = { id: id.join(":"), name: metadata.ownerName, role: metadata.ownerRole };
  return type === "user" ? { type: "user", ...known } : { type: "key", ...known };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: HASH_CHUNK_BYTES })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/**
 * Uploads that survive a lost connection, a reload and a restart of this process (tus 1.0). A finished one becomes an asset
 * exactly once: its id is the Idempotency-Key, and a client that missed the answer finds it finished when it asks again.
 */
export class ResumableUploads {
  readonly #folder: string;
  readonly #store: FileStore;
  readonly #server: Server;
  readonly #finishing = new Map<string, Promise<Asset>>();
  /** Those that need no look any more; after a restart each is asked about once. */
  readonly #accepted = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#store = new FileStore({ directory: folder, expirationPeriodInMilliseconds: EXPIRES_MS });
    this.#server = new Server({
      path: TUS_PATH,
      datastore: this.#store,
      relativeLocation: true,
      maxSize: env().maxUploadBytes,
      namingFunction: () => newId("tus"),
      onUploadCreate: async (request, upload) => ({ metadata: await this.#admit(request.headers, upload.size, upload.metadata ?? {}) }),
      onIncomingRequest: async (request, id) => {
        if (request.method !== "POST") await this.#authorize(request.headers, request.method, id);
      },
      onUploadFinish: async (_request, upload) => {
        const asset = await this.#finish(upload.id);
        return { status_code: 200, headers: { "Content-Type": "application/json", Location: `/api/v1/assets/${asset.id}` }, body: JSON.stringify({ asset }) };
      },
      onResponseError: (_request, error) => toAnswer(error),
    });
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The protocol's library would also hand files out: originals are never public.
    if (request.method === "GET") throw new AppError("not_found", "Uploads cannot be read back.");
    await this.#server.handle(request, response);
  }

  /** Finishes what was complete when an earlier process died or Postgres was away, and gives up what nobody continues. */
  async sweep(): Promise<void> {
    for (const id of (await readdir(this.#folder)).filter((name) => UPLOAD_ID.test(name) && !this.#accepted.has(name))) await this.#sweepOne(id);
    await this.#server.cleanUpExpiredUploads();
  }

  /** One that cannot be finished, for whatever reason, holds up no other. */
  async #sweepOne(id: string): Promise<void> {
    try {
      const upload = await this.#store.getUpload(id);
      const { mtimeMs } = await stat(join(this.#folder, id));
      if (upload.offset === upload.size && Date.now() - mtimeMs < EXPIRES_MS) await this.#finish(id);
    } catch (error) {
      log().warn({ err: error, id }, "a resumable upload could not be finished");
    }
  }

  async #admit(headers: Headers, size: number | undefined, given: Readonly<Record<string, string | null>>): Promise<Record<string, string | null>> {
    const actor = await requireActor(headers, { mutating: true });
    requireRight(actor, "asset.upload");
    if (size === undefined) throw new AppError("bad_request", "Say how large the file is (Upload-Length).", { reason: "no-length" });
    const fields = Object.fromEntries(FIELDS.flatMap((name) => (given[name] == null || given[name] === "" ? [] : [[name, given[name]]])));
    return {
      owner: toActorRef(actor),
      ownerName: actor.name,
      ownerRole: actor.role,
      requestId: headers.get("x-request-id") ?? randomUUID(),
      fileName: given["filename"] ?? "unnamed",
      fileType: given["filetype"] ?? null,
      fields: JSON.stringify(fields),
    };
  }

  async #metadataOf(id: string): Promise<Metadata> {
    return metadataSchema.parse((await this.#store.getUpload(id)).metadata);
  }

  /** Only whoever began an upload may go on with it; anyone else is told that it does not exist. */
  async #authorize(headers: Headers, method: string, id: string): Promise<void> {
    const actor = await requireActor(headers, { mutating: method !== "HEAD" && method !== "OPTIONS" });
    if (!UPLOAD_ID.test(id) || (await this.#metadataOf(id)).owner !== toActorRef(actor)) throw new AppError("not_found", "There is no such upload.");
    // A client that finds everything sent takes it for accepted: make that true before it is told.
    const upload = await this.#store.getUpload(id);
    if (method === "HEAD" && upload.offset === upload.size) await this.#finish(id);
  }

  async #finish(id: string): Promise<Asset> {
    const running = this.#finishing.get(id);
    if (running !== undefined) return await running;
    const finishing = this.#accept(id);
    this.#finishing.set(id, finishing);
    try {
      const asset = await finishing;
      this.#accepted.add(id);
      return asset;
    } catch (error) {
      // A refusal is final: the file is not kept, and nobody is told that it is complete.
      if (error instanceof AppError && error.status < 500) await this.#store.remove(id);
      throw error;
    } finally {
      this.#finishing.delete(id);
    }
  }

  async #accept(id: string): Promise<Asset> {
    const metadata = await this.#metadataOf(id);
    const owner = toOwner(metadata);
    const key = `tus/${id}`;
    const earlier = await findUploadByIdempotencyKey(owner, key);
    if (earlier !== null) return earlier;
    const path = join(this.#folder, id);
    // Storage takes the file away; a second name for it stays, so that the client can still ask how far it came.
    const taken = join(this.#folder, `.taken-${id}-${randomUUID()}`);
    await link(path, taken);
    try {
      const staged = { path: taken, sha256: await hashFile(taken), sizeBytes: (await stat(taken)).size, fileName: metadata.fileName, declaredType: metadata.fileType };
      return await takeStaged(owner, staged, z.record(z.string(), z.string()).parse(JSON.parse(metadata.fields)), metadata.requestId, key);
    } finally {
      await rm(taken, { force: true });
    }
  }
}

/** 423 for what will pass: tus clients then wait and ask again, where any other refusal makes them start anew. */
function toAnswer(error: unknown): { status_code: number; body: string } {
  const status = (error as { status_code?: number }).status_code;
  const known = status === 413 ? tooLarge(env().maxUploadBytes) : toIntakeError(error);
  if (status !== undefined && status !== 413) return { status_code: status, body: (error as { body?: string }).body ?? "" };
  const problem = toProblem(known, randomUUID());
  if (problem.status === 500) log().error({ err: error, requestId: problem.requestId }, "resumable upload failed");
  return { status_code: problem.status === 503 ? 423 : problem.status, body: JSON.stringify(problem) };
}
