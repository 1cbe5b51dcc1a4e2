import { z } from "zod";

export const roles = ["viewer", "uploader", "reviewer", "responder", "commander", "admin"] as const;
export type Role = (typeof roles)[number];
export const roleSchema = z.enum(roles);

/** What someone may do. One word pair per right; verbs, API and screens use the same word. */
export const rights = ["asset.edit", "asset.read", "asset.upload", "degradation.read", "degradation.set", "event.read", "health.read", "key.manage", "quarantine.set"] as const;
export type Right = (typeof rights)[number];

/** Roles × rights: the one place that says who may do what. */
export const rightsByRole: Readonly<Record<Role, readonly Right[]>> = {
  viewer: ["asset.read", "degradation.read", "health.read"],
  uploader: ["asset.edit", "asset.read", "asset.upload", "degradation.read", "health.read"],
  reviewer: ["asset.read", "degradation.read", "event.read", "health.read"],
  responder: ["asset.edit", "asset.read", "asset.upload", "degradation.read", "degradation.set", "event.read", "health.read", "quarantine.set"],
  commander: ["asset.edit", "asset.read", "asset.upload", "degradation.read", "degradation.set", "event.read", "health.read", "quarantine.set"],
  admin: rights,
};

/** Who is acting: a signed-in user, an API key, or one of our own processes. */
export type Actor =
  | { readonly type: "user"; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly type: "key"; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly type: "system"; readonly id: string; readonly name: string; readonly role: "admin" };

/** One of our own processes as an actor. */
export function systemActor(process: string): Actor {
  return { type: "system", id: process, name: process, role: "admin" };
}

/** `user:usr_…`, `key:key_…`, `system:image`: how rows remember who did it. */
export function toActorRef(actor: Actor): string {
  return `${actor.type}:${actor.id}`;
}

export const meSchema = z.object({
  type: z.enum(["user", "key", "system"]),
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  rights: z.array(z.enum(rights)),
});
export type Me = z.infer<typeof meSchema>;

export const apiKeySchema = z.object({
  id: z.string(),
  prefix: z.string(),
  name: z.string(),
  role: roleSchema,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

export const createApiKeyInput = z.object({
  name: z.string().trim().min(1).max(100),
  role: roleSchema,
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});
