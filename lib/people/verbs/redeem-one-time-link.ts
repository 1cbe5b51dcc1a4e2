import { inTransaction } from "#lib/edges/db/client.ts";
import { newId, now } from "#lib/edges/time.ts";
import { recordEvent } from "#lib/events/verbs/record-event.ts";
import { roleSchema } from "../model.ts";
import { hashLinkToken } from "./create-one-time-link.ts";

/**
 * Spends a link: the conditional update makes the second of two racing redeemers lose.
 * Creates the person on first use; a later link for the same address signs the same person in, with the role they have now.
 * @returns null when the link is unknown, spent or too old
 */
export async function redeemOneTimeLink(token: string): Promise<{ userId: string } | null> {
  return await inTransaction(async (tx) => {
    const at = now();
    const tokenHash = hashLinkToken(token);
    const { count } = await tx.oneTimeLink.updateMany({ where: { tokenHash, usedAt: null, expiresAt: { gt: at } }, data: { usedAt: at } });
    if (count === 0) return null;
    const link = await tx.oneTimeLink.findUniqueOrThrow({ where: { tokenHash } });
    const user = await tx.user.upsert({
      where: { email: link.email },
      update: { emailVerified: true },
      create: { id: newId("usr", at), email: link.email, name: link.name, role: roleSchema.parse(link.role), emailVerified: true },
    });
    const actor = { type: "user", id: user.id, name: user.name, role: roleSchema.parse(user.role) } as const;
    await recordEvent(tx, { actor, verb: "user.signed-in", subject: { type: "user", id: user.id }, after: { by: "one-time link" }, happenedAt: at });
    return { userId: user.id };
  });
}
