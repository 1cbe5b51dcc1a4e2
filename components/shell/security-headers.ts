import { type NextRequest, NextResponse } from "next/server";

function contentSecurityPolicy(nonce: string, imageOrigin: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // Sizes that come from data; style sheets and style elements stay bound to the nonce.
    "style-src-attr 'unsafe-inline'",
    `img-src 'self' blob: data: ${imageOrigin}`,
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * Lets a page through with the headers every page carries. Next reads the nonce from the request's own policy and puts
 * it on its scripts; the path goes along because a layout is not told it.
 */
export function withSecurityHeaders(request: NextRequest, imageOrigin: string): NextResponse {
  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()), imageOrigin);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-seawall-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("referrer-policy", "same-origin");
  response.headers.set("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
  response.headers.set("cross-origin-opener-policy", "same-origin");
  return response;
}
