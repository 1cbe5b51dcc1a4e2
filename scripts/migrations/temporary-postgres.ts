import { randomBytes } from "node:crypto";
import { makeDataFolder } from "#scripts/launcher/data-folder.ts";
import { Fleet } from "#scripts/launcher/fleet.ts";
import { findFreePlan } from "#scripts/launcher/free-ports.ts";
import { startPostgres } from "#scripts/launcher/services.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Lends `work` a Postgres of its own, empty, in `dir`; it is gone afterwards. */
export async function withTemporaryPostgres<T>(dir: string, work: (url: string) => Promise<T>): Promise<T> {
  const folder = makeDataFolder(dir);
  const fleet = new Fleet({ logsDir: folder.logs, runDir: folder.run, say });
  try {
    const { postgres: port } = await findFreePlan();
    const service = await startPostgres(fleet, { dir: folder.postgres, port, password: randomBytes(24).toString("base64url") }, say, AbortSignal.timeout(5 * 60_000));
    return await work(service.url);
  } finally {
    await fleet.stop();
  }
}
