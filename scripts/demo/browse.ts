import { setTimeout as sleep } from "node:timers/promises";
import { env } from "#lib/edges/env.ts";
import { log } from "#lib/edges/log.ts";
import { presets } from "#lib/recipes/model.ts";

/** What browsers of these years send, most used first. */
const ACCEPTS = ["image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8", "image/avif,image/webp,image/png,image/svg+xml,*/*;q=0.5", "image/webp,image/png,*/*;q=0.5", "*/*"];
const REQUESTS_PER_SECOND = 6;
const TIMEOUT_MS = 2_000;

const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(Math.random() * from.length)];

/** Shoppers looking around: a few pictures a second until `signal`. A request that fails is part of the picture. */
export async function browse(ids: readonly string[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const [id, preset, accept] = [pick(ids), pick(presets), pick(ACCEPTS)];
    if (id === undefined || preset === undefined || accept === undefined) return;
    try {
      const response = await fetch(`http://127.0.0.1:${env().deliveryPort}/i/${id}/${preset}`, { headers: { accept }, signal: AbortSignal.timeout(TIMEOUT_MS) });
      await response.arrayBuffer();
    } catch (error) {
      log().debug({ err: error }, "a shopper got nothing");
    }
    await sleep(1_000 / REQUESTS_PER_SECOND, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}
