import { auth } from "#lib/people/auth/auth.ts";

/** Sign-in and sign-out, under /api/auth. */
export async function handleAuthRequest(request: Request): Promise<Response> {
  return await auth().handler(request);
}
