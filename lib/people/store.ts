import type { Tx } from "#lib/edges/db/client.ts";
import { type ApiKey, roleSchema } from "./model.ts";

type ApiKeyRow = NonNullable<Awaited<ReturnType<Tx["apiKey"]["findUnique"]>>>;

export function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    prefix: row.prefix,
    name: row.name,
    role: roleSchema.parse(row.role),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

export async function findApiKeyByPrefix(tx: Tx, prefix: string): Promise<ApiKeyRow | null> {
  return await tx.apiKey.findUnique({ where: { prefix } });
}

export async function listApiKeys(tx: Tx): Promise<readonly ApiKey[]> {
  const rows = await tx.apiKey.findMany({ orderBy: { createdAt: "desc" }, take: 500 });
  return rows.map(toApiKey);
}

export async function countAdmins(tx: Tx): Promise<number> {
  return await tx.user.count({ where: { role: "admin" } });
}
