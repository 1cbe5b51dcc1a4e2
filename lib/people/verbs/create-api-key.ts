import { createHash, randomBytes } from "node:crypto";
import type { z } from "zod";
import { AppError } from "#lib/edges/app-error.ts";
import { inTransaction } from "#lib/edges/db/client.ts";
import { newId, now } from "#lib/edges/time.ts";
import { recordEvent } from "#lib/events/verbs/record-event.ts";
import { type Actor, type ApiKey, createApiKeyInput } from "../model.ts";
import { toApiKeyText } from "../rules/api-key.ts";
import { canGrantRole } from "../rules/can.ts";
import { toApiKey } from "../store.ts";
import { requireRight } from "./require-right.ts";

const DAY_MS = 86_400_000;

export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

const randomPrefix = (): string => BigInt(`0x${randomBytes(8).toString("hex")}`).toString(36).padStart(13, "0").slice(-8);

/** Makes a key. Its text is returned once and kept nowhere; 192 random bits make a plain SHA-256 enough. */
export async function createApiKey(actor: Actor, input: z.input<typeof createApiKeyInput>): Promise<{ key: ApiKey; text: string }> {
  requireRight(actor, "key.manage");
  const { name, role, expiresInDays } = createApiKeyInput.parse(input);
  if (!canGrantRole(actor, role)) throw new AppError("forbidden", `You cannot hand out the role ${role}: it may do more than yours.`);
  const at = now();
  const presented = { prefix: randomPrefix(), secret: randomBytes(24).toString("base64url") };
  const key = await inTransaction(async (tx) => {
    const row = await tx.apiKey.create({
      data: {
        id: newId("key", at),
        prefix: presented.prefix,
        secretHash: hashSecret(presented.secret),
        name,
        role,
        createdById: actor.type === "user" ? actor.id : null,
        expiresAt: expiresInDays === undefined ? null : new Date(at.getTime() + expiresInDays * DAY_MS),
      },
    });
    await recordEvent(tx, { actor, verb: "key.created", subject: { type: "key", id: row.id }, after: { name, role, prefix: row.prefix }, happenedAt: at });
    return toApiKey(row);
  });
  return { key, text: toApiKeyText(presented) };
}
