// The demo's library and its gentle traffic: real uploads through the API, real requests to delivery.
import { listAssets } from "#lib/assets/verbs/list-assets.ts";
import { closeDb } from "#lib/edges/db/client.ts";
import { closeRedis } from "#lib/edges/redis/connection.ts";
import { env } from "#lib/edges/env.ts";
import { log } from "#lib/edges/log.ts";
import { systemActor } from "#lib/people/model.ts";
import { createApiKey } from "#lib/people/verbs/create-api-key.ts";
import { drawPicture } from "#prisma/seed/picture.ts";
import { type Sample, sampleLibrary } from "#prisma/seed/sample-library.ts";
import { browse } from "./browse.ts";

const KEY_DAYS = 1;
const KNOWN_ASSETS = 200;

async function uploadSample(sample: Sample, key: string): Promise<string> {
  const form = new FormData();
  form.set("surface", sample.surface);
  if (sample.altText !== null) form.set("altText", sample.altText);
  form.set("file", new Blob([Uint8Array.from(await drawPicture(sample))], { type: `image/${sample.format}` }), sample.name);
  const response = await fetch(`http://127.0.0.1:${env().frontPort}/api/v1/uploads`, {
    method: "POST",
    body: form,
    headers: { authorization: `Bearer ${key}` },
  });
  const body = (await response.json()) as { asset?: { id: string }; detail?: string };
  if (body.asset === undefined) throw new Error(`${sample.name} was not accepted (${response.status}): ${body.detail ?? ""}`);
  return body.asset.id;
}

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort());

const actor = systemActor("demo");
const known = new Map((await listAssets(actor, { limit: KNOWN_ASSETS })).items.map((asset) => [asset.name, asset.id]));
const missing = sampleLibrary().filter((sample) => !known.has(sample.name));
const ids = [...known.values()];
if (missing.length > 0) {
  const { text } = await createApiKey(actor, { name: "sample library", role: "uploader", expiresInDays: KEY_DAYS });
  for (const sample of missing) if (!stop.signal.aborted) ids.push(await uploadSample(sample, text));
}
closeRedis();
await closeDb();
log().info({ assets: ids.length }, "sample library is in");
await browse(ids, stop.signal);
