import type { Readable } from "node:stream";

/** What is known of a stored object without reading it. */
export type ObjectHead = { readonly sizeBytes: number; readonly modifiedAt: Date };

/**
 * Storage of objects by key, the only way to originals, variants, manifests and control files.
 * Keys are `a/b/c`: lower-case letters, digits, `.`, `_`, `-`. A write is atomic: readers see the old object or the new one.
 */
export type Storage = {
  /** @throws StorageError `not-found` or `unavailable` */
  readonly get: (key: string) => Promise<Uint8Array>;
  readonly open: (key: string) => Promise<Readable>;
  /** null when there is no such object; throws when storage itself is away, which is never the same thing. */
  readonly head: (key: string) => Promise<ObjectHead | null>;
  readonly put: (key: string, bytes: Uint8Array) => Promise<void>;
  /** Moves a finished local file in, without holding it in memory. The file is gone afterwards. */
  readonly putFile: (key: string, path: string) => Promise<void>;
  readonly delete: (key: string) => Promise<void>;
  readonly list: (prefix: string) => AsyncIterable<string>;
};

export class StorageError extends Error {
  readonly kind: "not-found" | "unavailable" | "full";

  constructor(kind: StorageError["kind"], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "StorageError";
    this.kind = kind;
  }
}

const KEY = /^(?!.*\.\.)[a-z0-9_-][a-z0-9._-]*(?:\/[a-z0-9_-][a-z0-9._-]*)*$/;

/** @throws Error on a key that could leave the storage's root; keys are built by us, so this is a defect. */
export function assertKey(key: string): void {
  if (!KEY.test(key)) throw new Error(`not a storage key: ${JSON.stringify(key)}`);
}
