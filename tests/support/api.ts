import type { Asset } from "#lib/assets/model.ts";
import { isFinal } from "#lib/assets/rules/transitions.ts";
import { getAsset } from "#lib/assets/verbs/get-asset.ts";
import { systemActor } from "#lib/people/model.ts";
import { waitFor } from "./wait-for.ts";

type Problem = { readonly code: string; readonly reason?: string; readonly detail: string; readonly advice?: string; readonly requestId: string };
export type UploadAnswer = { readonly status: number; readonly asset: Asset; readonly problem: Problem; readonly headers: Headers };

export type UploadOptions = { readonly name?: string; readonly type?: string; readonly fields?: Readonly<Record<string, string>>; readonly headers?: Readonly<Record<string, string>> };

/** What `curl -F file=@…` does. Exactly one of `asset` and `problem` is there, as the status says. */
export async function upload(url: string, key: string, bytes: Uint8Array, options: UploadOptions = {}): Promise<UploadAnswer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(options.fields ?? {})) form.set(name, value);
  form.set("file", new Blob([Uint8Array.from(bytes)], { type: options.type ?? "image/jpeg" }), options.name ?? "photo.jpg");
  const response = await fetch(url, { method: "POST", body: form, headers: { authorization: `Bearer ${key}`, ...options.headers } });
  const body = (await response.json()) as { asset: Asset } & Problem;
  return { status: response.status, asset: body.asset, problem: body, headers: response.headers };
}

/** Waits until nothing more happens to an asset by itself. */
export async function waitUntilFinal(assetId: string, limitMs?: number): Promise<Asset> {
  let asset = await getAsset(systemActor("test"), assetId);
  await waitFor(`${assetId} to be final`, async () => {
    asset = await getAsset(systemActor("test"), assetId);
    return isFinal(asset.state);
  }, limitMs);
  return asset;
}
