// Runs a script on the project's own Node (24, from node_modules), whatever Node npm itself runs on.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const node = resolve(root, "node_modules/node/bin/node");
const [script, ...args] = process.argv.slice(2);

if (script === undefined) {
  process.stderr.write("usage: node scripts/run.mjs <script> [arguments]\n");
  process.exit(2);
}
if (!existsSync(node)) {
  process.stderr.write("The packages are not installed yet. Run: npm ci\n");
  process.exit(1);
}
const child = spawn(node, ["--disable-warning=ExperimentalWarning", resolve(root, script), ...args], { stdio: "inherit", cwd: root });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
