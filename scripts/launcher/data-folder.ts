import { chmodSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { hasCode, LaunchError, messageOf } from "./launch-error.ts";

export type DataFolder = {
  readonly root: string;
  readonly logs: string;
  readonly run: string;
  readonly redis: string;
  readonly postgres: string;
  readonly storage: string;
  readonly lock: string;
  readonly secrets: string;
};

const PRIVATE = 0o700;
/** Run by root, Postgres has a user of its own, who must pass through the data folder without reading it. */
const PASS_THROUGH = 0o711;

export function dataFolderAt(root: string): DataFolder {
  return {
    root,
    logs: join(root, "logs"),
    run: join(root, "run"),
    redis: join(root, "redis"),
    postgres: join(root, "postgres"),
    storage: join(root, "storage"),
    lock: join(root, "launcher.lock"),
    secrets: join(root, "secrets.json"),
  };
}

/**
 * Makes the folders of one instance, closed to other users. `postgres` is made by whoever owns the cluster.
 * @throws LaunchError naming the folder when it cannot be made or is not ours
 */
export function makeDataFolder(root: string): DataFolder {
  const folder = dataFolderAt(root);
  try {
    mkdirSync(root, { recursive: true, mode: PRIVATE });
    const uid = process.getuid?.();
    if (uid !== undefined && statSync(root).uid === uid) chmodSync(root, uid === 0 ? PASS_THROUGH : PRIVATE);
    for (const path of [folder.logs, folder.run, folder.redis, folder.storage]) mkdirSync(path, { recursive: true, mode: PRIVATE });
  } catch (error) {
    const why = hasCode(error, "EEXIST", "ENOTDIR") ? "something that is no folder is in the way" : messageOf(error);
    throw new LaunchError(`The data folder ${root} cannot be used: ${why}. Choose another with --data-dir.`);
  }
  return folder;
}
