import { createHash } from "node:crypto";
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { hasCode, LaunchError } from "./launch-error.ts";
import type { Owner } from "./postgres-owner.ts";
import { runCommand } from "./run-command.ts";

const TEST_TIMEOUT_MS = 10_000;
const COPY_MODE = 0o755;

/** Really tries: modes, ACLs, mounts and sandboxes all have a say. */
async function mayReach(owner: Owner, flag: "-x" | "-w", path: string): Promise<boolean> {
  return (await runCommand("test", [flag, path], { owner, cwd: "/", timeoutMs: TEST_TIMEOUT_MS })).ok;
}

/** A folder every user can pass through and only root writes to. Never one that somebody else made ready for us. */
function makeSharedFolder(): string {
  for (const path of ["/var/lib/seawall", join(tmpdir(), "seawall-shared")]) {
    try {
      mkdirSync(path, { recursive: true, mode: COPY_MODE });
      const stat = lstatSync(path);
      if (stat.isDirectory() && stat.uid === 0 && (stat.mode & 0o022) === 0) return path;
    } catch (error) {
      if (!hasCode(error, "EROFS", "EACCES", "EPERM", "EEXIST", "ENOTDIR")) throw error;
    }
  }
  throw new LaunchError("Postgres runs as a user of its own, who reaches neither this folder nor any other we can write to. Move Seawall out of the closed folder (such as /root), or set DATABASE_URL.");
}

/**
 * A folder with the server's binaries that `owner` can run: the package's own, or a copy when that lies under a closed
 * folder. Says so when it copies.
 * @param native the package's `native` folder
 * @param version names the copy, so that an upgrade makes a new one
 */
export async function placeBinaries(native: string, version: string, owner: Owner | null, say: (line: string) => void): Promise<string> {
  if (owner === null || (await mayReach(owner, "-x", join(native, "bin", "postgres")))) return native;
  const copy = join(makeSharedFolder(), `postgres-${version}`);
  if (!existsSync(copy)) {
    const draft = `${copy}.${String(process.pid)}`;
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
    say(`The user "${owner.name}" cannot reach ${dirname(native)}: copied Postgres to ${copy}`);
  }
  if (!(await mayReach(owner, "-x", join(copy, "bin", "postgres")))) throw new LaunchError(`The user "${owner.name}" cannot run ${copy}/bin/postgres (is that file system mounted noexec?). Set DATABASE_URL instead.`);
  return copy;
}

function makeOwnedFolder(path: string, owner: Owner | null): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (owner !== null) chownSync(path, owner.uid, owner.gid);
}

/** Where an earlier start put the cluster, when that is not `wanted`. */
function readPlaceNote(note: string): string | null {
  return existsSync(note) ? readFileSync(note, "utf8").trim() : null;
}

/**
 * The folder that holds the database cluster: `wanted`, or one elsewhere when `owner` cannot reach that. The choice is
 * written down beside it, since a cluster that "moves" looks like lost data.
 * @throws LaunchError when a cluster exists and cannot be reached any more
 */
export async function placeCluster(wanted: string, owner: Owner | null, say: (line: string) => void): Promise<string> {
  const note = `${wanted}.place`;
  const noted = readPlaceNote(note);
  const place = noted ?? wanted;
  makeOwnedFolder(place, owner);
  if (owner === null || (await mayReach(owner, "-w", place))) return place;
  if (noted !== null || readdirSync(place).length > 0) throw new LaunchError(`The database lies in ${place}, and the user "${owner.name}" cannot reach it any more. Give that user the right to pass through the folders above it (chmod o+x).`);
  const elsewhere = join(makeSharedFolder(), `cluster-${createHash("sha256").update(wanted).digest("hex").slice(0, 12)}`);
  makeOwnedFolder(elsewhere, owner);
  if (!(await mayReach(owner, "-w", elsewhere))) throw new LaunchError(`The user "${owner.name}", as whom Postgres runs, can write neither to ${wanted} nor to ${elsewhere}. Choose another --data-dir, or set DATABASE_URL.`);
  writeFileSync(note, `${elsewhere}\n`);
  rmdirSync(wanted);
  say(`The user "${owner.name}" cannot reach ${dirname(wanted)}: the database is kept in ${elsewhere}`);
  return elsewhere;
}
