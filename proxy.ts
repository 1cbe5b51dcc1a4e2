import type { NextProxy } from "next/server";
import { withSecurityHeaders } from "#components/shell/security-headers.ts";
import { publicDeliveryOrigin } from "#lib/api/delivery-url.ts";

/** Runs before every page. Where pictures come from is known at run time only, so the policy cannot stand in next.config.js. */
export const proxy: NextProxy = (request) => withSecurityHeaders(request, publicDeliveryOrigin());

// Never /api/: a proxy reads a request's body whole and cuts it at 10 MB.
export const config = { matcher: ["/((?!api/|_next/static/|_next/image|icon.svg).*)"] };
