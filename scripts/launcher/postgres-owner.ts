import { LaunchError } from "./launch-error.ts";
import { runCommand } from "./run-command.ts";

export type Owner = { readonly name: string; readonly uid: number; readonly gid: number };

const COMMAND_TIMEOUT_MS = 20_000;
/** The distributions' and macOS's own Postgres user, then ours. */
const KNOWN_NAMES = ["postgres", "_postgres", "seawall"] as const;
const OWN_NAME = "seawall";
/** Shadow-utils (most of Linux), then busybox (Alpine). */
const ADD_COMMANDS = [
  ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/false", OWN_NAME],
  ["adduser", "-S", "-D", "-H", "-s", "/bin/false", OWN_NAME],
] as const;

async function readId(flag: "-u" | "-g", name: string): Promise<number | null> {
  const result = await runCommand("id", [flag, name], { timeoutMs: COMMAND_TIMEOUT_MS });
  const id = Number(result.stdout.trim());
  return result.ok && Number.isInteger(id) && id > 0 ? id : null;
}

async function findOwner(name: string): Promise<Owner | null> {
  const [uid, gid] = [await readId("-u", name), await readId("-g", name)];
  return uid === null || gid === null ? null : { name, uid, gid };
}

/**
 * The user that Postgres runs as: it refuses to run as root. Null when we are not root and it runs as we do.
 * Makes a system user when there is none, and says so.
 * @throws LaunchError when no user can be made
 */
export async function ensurePostgresOwner(say: (line: string) => void): Promise<Owner | null> {
  if (process.getuid?.() !== 0) return null;
  for (const name of KNOWN_NAMES) {
    const owner = await findOwner(name);
    if (owner !== null) return owner;
  }
  for (const [command, ...args] of ADD_COMMANDS) {
    if (!(await runCommand(command, args, { timeoutMs: COMMAND_TIMEOUT_MS })).ok) continue;
    const owner = await findOwner(OWN_NAME);
    if (owner === null) continue;
    say(`Postgres does not run as root: made the system user "${OWN_NAME}" for it`);
    return owner;
  }
  throw new LaunchError(`Postgres does not run as root, and no user could be made for it. Make one and start again:\n  useradd --system ${OWN_NAME}\nor start Seawall as an ordinary user, or point DATABASE_URL at a Postgres you have.`);
}
