import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { hasCode, LaunchError } from "./launch-error.ts";

const secretsSchema = z.object({
  appSecret: z.string().min(32),
  postgresPassword: z.string().min(16),
  redisPassword: z.string().min(16),
});
export type Secrets = z.infer<typeof secretsSchema>;

/** 256 bits; base64url, so that it stands in a URL and in redis.conf as it is. */
const SECRET_BYTES = 32;
const newSecret = (): string => randomBytes(SECRET_BYTES).toString("base64url");

function readSecrets(path: string): Secrets | null {
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw new LaunchError(`${path} cannot be read as Seawall's secrets. The database is locked with them: restore the file from a backup, or move the whole data folder away to start afresh.`);
  }
}

/** The passwords of one data folder, made once. The file is written whole or not at all, for its owner's eyes only. */
export function loadSecrets(path: string): Secrets {
  const existing = readSecrets(path);
  if (existing !== null) return existing;
  const made: Secrets = { appSecret: newSecret(), postgresPassword: newSecret(), redisPassword: newSecret() };
  const draft = `${path}.new`;
  writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
  return made;
}
