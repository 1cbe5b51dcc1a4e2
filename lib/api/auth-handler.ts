import { auth } from "#lib/people/auth/auth.ts";

/** All of sign-in that anyone needs to reach. The library offers more: renaming oneself without an event, reading session tokens. */
const REACHABLE: readonly string[] = ["/api/auth/one-time-link/redeem", "/api/auth/sign-out"];

/** Sign-in and sign-out, under /api/auth; everything else there does not exist. */
export async function handleAuthRequest(request: Request): Promise<Response> {
  if (request.method !== "POST" || !REACHABLE.includes(new URL(request.url).pathname)) {
    return Response.json({ code: "not_found", message: "There is no such address." }, { status: 404, headers: { "cache-control": "no-store" } });
  }
  return await auth().handler(request);
}
