import { createHash, randomBytes } from "node:crypto";
import { env } from "#lib/edges/env.ts";
import { inTransaction } from "#lib/edges/db/client.ts";
import { newId, now } from "#lib/edges/time.ts";
import { recordEvent } from "#lib/events/verbs/record-event.ts";
import { type Role, systemActor } from "../model.ts";

const MINUTE_MS = 60_000;

export function hashLinkToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/**
 * Makes a link that signs `email` in once, creating the user if need be.
 * Only someone at the machine's own command line gets here; the token is kept as its hash.
 * @returns the URL to open in a browser
 */
export async function createOneTimeLink(input: { email: string; name: string; role: Role; ttlMinutes: number }): Promise<string> {
  const token = randomBytes(24).toString("base64url");
  const at = now();
  await inTransaction(async (tx) => {
    const row = await tx.oneTimeLink.create({
      data: {
        id: newId("lnk", at),
        tokenHash: hashLinkToken(token),
        email: input.email.toLowerCase(),
        name: input.name,
        role: input.role,
        expiresAt: new Date(at.getTime() + input.ttlMinutes * MINUTE_MS),
      },
    });
    await recordEvent(tx, { actor: systemActor("launcher"), verb: "link.created", subject: { type: "link", id: row.id }, after: { email: row.email, role: row.role }, happenedAt: at });
  });
  return `${env().publicUrl}/sign-in#token=${token}`;
}
