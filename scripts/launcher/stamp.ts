import { createHash, type Hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

function addFolder(hash: Hash, root: string, relative: string): void {
  const entries = readdirSync(join(root, relative), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(relative, entry.name);
    if (entry.isDirectory()) addFolder(hash, root, path);
    else if (entry.isFile()) addFile(hash, root, path);
  }
}

function addFile(hash: Hash, root: string, relative: string): void {
  hash.update(`${relative}\0`).update(readFileSync(join(root, relative))).update("\0");
}

/** SHA-256 over files and folders by name and content; what does not exist counts as empty. */
export function hashSources(root: string, sources: readonly string[]): string {
  const hash = createHash("sha256");
  for (const source of sources) {
    const path = join(root, source);
    if (!existsSync(path)) continue;
    if (statSync(path).isDirectory()) addFolder(hash, root, source);
    else addFile(hash, root, source);
  }
  return hash.digest("hex");
}

/** True when the stamp file holds exactly this hash. */
export function isStamped(stampPath: string, hash: string): boolean {
  return existsSync(stampPath) && readFileSync(stampPath, "utf8").trim() === hash;
}
