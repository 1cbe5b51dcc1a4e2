// Makes sure that node_modules is what package-lock.json says. Runs before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** True when npm's own note of what it installed agrees with the lock file: installed, only not by us. */
function agreesWithLock(root) {
  const note = resolve(root, "node_modules/.package-lock.json");
  if (!existsSync(note)) return false;
  const wanted = readJson(resolve(root, "package-lock.json")).packages;
  const installed = readJson(note).packages;
  for (const [path, { integrity }] of Object.entries(installed)) if (wanted[path]?.integrity !== integrity) return false;
  return Object.entries(wanted).every(([path, entry]) => path === "" || path in installed || entry.optional || entry.dev || entry.devOptional || entry.peer);
}

function runNpm(root) {
  // Under npm this is its own path, which also works where `npm` is no program (nvm, corepack).
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const child = spawn(command, [...args, "ci", "--no-audit", "--no-fund"], { cwd: root, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NODE_ENV: "development" } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((done) => {
    child.on("error", (error) => done(`npm could not be started: ${error.message}`));
    child.on("close", (code) => done(code === 0 ? null : `The packages could not be installed (npm ci ended with ${code}):\n${output.trim()}`));
  });
}

/** Installs the packages when they are missing or older than the lock file. Resolves to null, or to what went wrong. */
export async function installPackages(root) {
  const hash = createHash("sha256").update(readFileSync(resolve(root, "package-lock.json"))).digest("hex");
  const stamp = resolve(root, "node_modules/.seawall-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8").trim() === hash) return null;
  if (!agreesWithLock(root)) {
    const startedAt = Date.now();
    process.stdout.write("  installing packages with npm ci, which takes a minute or two…\n");
    const problem = await runNpm(root);
    if (problem !== null) return problem;
    process.stdout.write(`✓ Packages installed (${((Date.now() - startedAt) / 1000).toFixed(1)} s)\n`);
  }
  writeFileSync(stamp, `${hash}\n`);
  return null;
}
