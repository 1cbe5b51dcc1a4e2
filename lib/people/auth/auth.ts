import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { db } from "#lib/edges/db/client.ts";
import { env } from "#lib/edges/env.ts";
import { newId } from "#lib/edges/time.ts";
import { oneTimeLink } from "./one-time-link-plugin.ts";

/** A shift is twelve hours; a session that is used lasts as long again. */
const SESSION_SECONDS = 12 * 60 * 60;

const idPrefix: Readonly<Record<string, string>> = { user: "usr", session: "ses", account: "acc", verification: "ver" };

/** The origin a browser sees is the one it asked: front passes `Host` through, whatever name the console is opened under. */
function originOf(request: Request | undefined): string[] {
  const host = request?.headers.get("host");
  return host === null || host === undefined ? [] : [`${new URL(env().publicUrl).protocol}//${host}`];
}

function openAuth() {
  return betterAuth({
    appName: "Seawall",
    baseURL: env().publicUrl,
    basePath: "/api/auth",
    secret: env().secret,
    database: prismaAdapter(db(), { provider: "postgresql" }),
    trustedOrigins: async (request) => [env().publicUrl, ...originOf(request)],
    emailAndPassword: { enabled: false },
    user: { additionalFields: { role: { type: "string", required: true, defaultValue: "viewer", input: false } } },
    session: { expiresIn: SESSION_SECONDS, updateAge: SESSION_SECONDS / 12 },
    advanced: {
      cookiePrefix: "seawall",
      useSecureCookies: env().publicUrl.startsWith("https:"),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
      database: { generateId: ({ model }: { model: string }) => newId(idPrefix[model] ?? "id") },
    },
    rateLimit: { enabled: true, window: 60, max: 60 },
    telemetry: { enabled: false },
    plugins: [oneTimeLink()],
  });
}

let shared: ReturnType<typeof openAuth> | undefined;

/** Sign-in and sessions of this process. */
export function auth(): ReturnType<typeof openAuth> {
  shared ??= openAuth();
  return shared;
}
