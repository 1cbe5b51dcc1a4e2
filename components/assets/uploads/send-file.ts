import type { Asset, Surface } from "#lib/assets/model.ts";

export type UploadProblem = { readonly sentence: string; readonly advice: string | null; readonly requestId: string | null; readonly canRetry: boolean };
export type SendResult = { readonly kind: "stored"; readonly asset: Asset } | { readonly kind: "refused"; readonly problem: UploadProblem } | { readonly kind: "cancelled" };
export type Sending = { readonly file: File; readonly altText: string | null; readonly surface: Surface | null; readonly idempotencyKey: string };

type Problem = { readonly detail?: unknown; readonly advice?: unknown; readonly requestId?: unknown };

const OUR_FAULT: UploadProblem = { sentence: "Seawall did not answer as it should.", advice: "Nothing was lost. Try again in a few seconds.", requestId: null, canRetry: true };
const LINE_DOWN: UploadProblem = { sentence: "The connection broke while sending.", advice: "Try again; a file that did arrive is not stored twice.", requestId: null, canRetry: true };

const asText = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function toProblem(status: number, body: unknown): UploadProblem {
  const problem = (typeof body === "object" && body !== null ? body : {}) as Problem;
  const sentence = asText(problem.detail);
  if (sentence === null) return OUR_FAULT;
  // The same file gets the same answer; only trouble that passes is worth another try.
  return { sentence, advice: asText(problem.advice), requestId: asText(problem.requestId), canRetry: status === 401 || status === 429 || status >= 500 };
}

function toResult(status: number, text: string): SendResult {
  const body = parseJson(text);
  if ((status === 200 || status === 201) && typeof body === "object" && body !== null && "asset" in body) return { kind: "stored", asset: (body as { asset: Asset }).asset };
  return { kind: "refused", problem: toProblem(status, body) };
}

/** Sends one file by XMLHttpRequest, the only way to see how much has left. Never rejects. */
export async function sendFile(sending: Sending, signal: AbortSignal, onProgress: (sentBytes: number) => void): Promise<SendResult> {
  const form = new FormData();
  if (sending.altText !== null) form.set("altText", sending.altText);
  if (sending.surface !== null) form.set("surface", sending.surface);
  form.set("file", sending.file, sending.file.name);
  return await new Promise<SendResult>((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/uploads");
    request.setRequestHeader("Idempotency-Key", sending.idempotencyKey);
    request.upload.addEventListener("progress", (event) => onProgress(Math.min(event.loaded, sending.file.size)));
    request.addEventListener("load", () => done(toResult(request.status, request.responseText)));
    request.addEventListener("error", () => done({ kind: "refused", problem: LINE_DOWN }));
    request.addEventListener("abort", () => done({ kind: "cancelled" }));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });
}
