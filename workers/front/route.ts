import { env } from "#lib/edges/env.ts";

export type Upstream = { readonly name: "intake" | "delivery" | "web"; readonly port: number };

/** Uploads go to intake, which web must never see a byte of; the status page to delivery, which outlives web; the rest to web. */
export function upstreamOf(path: string): Upstream {
  if (/^\/api\/v1\/uploads(?:[/?]|$)/.test(path) && !/^\/api\/v1\/uploads\/preflight(?:\?|$)/.test(path)) return { name: "intake", port: env().intakePort };
  if (/^\/status(?:[/?]|$)/.test(path)) return { name: "delivery", port: env().deliveryPort };
  return { name: "web", port: env().webPort };
}
