import { env } from "#lib/edges/env.ts";

/** The origin pictures are loaded from, for a Content-Security-Policy. Imports nothing heavy: proxy.ts runs before every page. */
export function publicDeliveryOrigin(): string {
  return new URL(env().deliveryUrl).origin;
}
