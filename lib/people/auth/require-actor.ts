import { AppError } from "#lib/edges/app-error.ts";
import { type Actor, roleSchema } from "../model.ts";
import { parseBearer } from "../rules/api-key.ts";
import { isSameOrigin } from "../rules/same-origin.ts";
import { authenticateApiKey } from "../verbs/authenticate-api-key.ts";
import { auth } from "./auth.ts";

/** Who is asking, by bearer key or session cookie; null when nobody we know. @throws when Postgres is away */
export async function findActor(headers: Headers): Promise<Actor | null> {
  const bearer = parseBearer(headers.get("authorization"));
  if (bearer !== null) return await authenticateApiKey(bearer);
  if (headers.get("cookie") === null) return null;
  const found = await auth().api.getSession({ headers });
  return found === null ? null : { type: "user", id: found.user.id, name: found.user.name, role: roleSchema.parse(found.user.role) };
}

/**
 * @param options.mutating a session cookie then counts only from our own pages (cross-site request forgery)
 * @throws AppError `not_signed_in`, `forbidden`
 */
export async function requireActor(headers: Headers, options: { readonly mutating: boolean }): Promise<Actor> {
  const actor = await findActor(headers);
  if (actor === null) {
    throw new AppError("not_signed_in", "This needs a signed-in person or a valid API key.", {
      advice: 'Sign in, or send "Authorization: Bearer <key>". A key is made with: npm run -s key -- --role uploader',
    });
  }
  const origin = { origin: headers.get("origin"), host: headers.get("host"), secFetchSite: headers.get("sec-fetch-site") };
  if (actor.type === "user" && options.mutating && !isSameOrigin(origin)) {
    throw new AppError("forbidden", "This request did not come from the console.", { reason: "cross-origin", advice: "Use the console itself, or an API key." });
  }
  return actor;
}
