import type { Asset, Surface } from "#lib/assets/model.ts";
import { type Refusal, findRefusal } from "./check-file.ts";
import { type UploadProblem, sendFile } from "./send-file.ts";
import { addSample, speedOf, type SpeedSample } from "./transfer-speed.ts";

export type UploadStatus =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending"; readonly sentBytes: number; readonly bytesPerSecond: number | null }
  | { readonly kind: "stored"; readonly asset: Asset }
  | { readonly kind: "refused"; readonly problem: UploadProblem; readonly sent: boolean }
  | { readonly kind: "cancelled" };

export type Upload = { readonly id: string; readonly file: File; readonly altText: string | null; readonly surface: Surface | null; readonly status: UploadStatus };
export type UploadWords = { readonly altText: string | null; readonly surface: Surface | null };

/** More at once only makes each of them slower. */
const AT_ONCE = 3;

const refusedHere = ({ sentence, advice }: Refusal): UploadStatus => ({ kind: "refused", sent: false, problem: { sentence, advice, requestId: null, canRetry: false } });

/** The uploads of this tab; they go on while one looks at other pages. */
export class UploadQueue {
  readonly #listeners = new Set<() => void>();
  readonly #aborts = new Map<string, AbortController>();
  readonly #onStored: (asset: Asset) => void;
  #uploads: readonly Upload[] = [];

  constructor(onStored: (asset: Asset) => void) {
    this.#onStored = onStored;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getUploads = (): readonly Upload[] => this.#uploads;

  /** Starts at once, in the order given. */
  add(files: readonly File[], words: UploadWords): void {
    const added = files.map((file): Upload => ({ id: crypto.randomUUID(), file, ...words, status: { kind: "waiting" } }));
    this.#set([...this.#uploads, ...added]);
    this.#startNext();
  }

  cancel(id: string): void {
    this.#aborts.get(id)?.abort();
    this.#setStatus(id, { kind: "cancelled" });
    this.#startNext();
  }

  retry(id: string): void {
    this.#setStatus(id, { kind: "waiting" });
    this.#startNext();
  }

  dismiss(id: string): void {
    this.#set(this.#uploads.filter((upload) => upload.id !== id));
  }

  dismissDone(): void {
    this.#set(this.#uploads.filter(({ status }) => status.kind === "waiting" || status.kind === "sending"));
  }

  #startNext(): void {
    while (this.#aborts.size < AT_ONCE) {
      const next = this.#uploads.find(({ id, status }) => status.kind === "waiting" && !this.#aborts.has(id));
      if (next === undefined) return;
      const abort = new AbortController();
      this.#aborts.set(next.id, abort);
      void this.#run(next, abort.signal).finally(() => {
        if (this.#aborts.get(next.id) === abort) this.#aborts.delete(next.id);
        this.#startNext();
      });
    }
  }

  async #run(upload: Upload, signal: AbortSignal): Promise<void> {
    const refusal = await findRefusal(upload.file);
    if (signal.aborted) return;
    if (refusal !== null) {
      this.#setStatus(upload.id, refusedHere(refusal));
      return;
    }
    let samples: readonly SpeedSample[] = [];
    const progress = (sentBytes: number): void => {
      if (signal.aborted) return;
      samples = addSample(samples, { atMs: performance.now(), bytes: sentBytes });
      this.#setStatus(upload.id, { kind: "sending", sentBytes, bytesPerSecond: speedOf(samples) });
    };
    progress(0);
    const { file, altText, surface, id } = upload;
    const result = await sendFile({ file, altText, surface, idempotencyKey: id }, signal, progress);
    if (signal.aborted || result.kind === "cancelled") return;
    if (result.kind === "stored") this.#onStored(result.asset);
    this.#setStatus(id, result.kind === "stored" ? result : { ...result, sent: true });
  }

  #setStatus(id: string, status: UploadStatus): void {
    this.#set(this.#uploads.map((upload) => (upload.id === id ? { ...upload, status } : upload)));
  }

  #set(uploads: readonly Upload[]): void {
    this.#uploads = uploads;
    for (const listener of this.#listeners) listener();
  }
}
