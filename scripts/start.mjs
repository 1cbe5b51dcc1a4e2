// npm start. Runs on whatever Node the system has (20 or newer): installs the packages, then hands over to the launcher
// on the project's own Node 24. Plain JavaScript with nothing but Node's own modules, since nothing is installed yet.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "./launcher/install-packages.mjs";

const OLDEST_NODE = 20;
const PARENT_CHECK_MS = 500;
const parent = process.ppid;
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const node = resolve(root, "node_modules/node/bin/node");

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) fail(`Seawall needs Node ${OLDEST_NODE} or newer; this is Node ${process.versions.node}. Get one from https://nodejs.org and start again.`);
if (process.platform === "win32") fail("Seawall runs on Linux and macOS. On Windows use WSL: https://learn.microsoft.com/windows/wsl/install");

const problem = await installPackages(root);
if (problem !== null) fail(problem);
if (!existsSync(node)) fail("The packages are there, but Node 24 among them is not: were install scripts switched off? Run: npm rebuild node");

// The channel tells the launcher when this process is gone, however that came about; then it stops everything.
const child = spawn(node, [resolve(root, "scripts/launcher/main.ts"), ...process.argv.slice(2)], { stdio: ["inherit", "inherit", "inherit", "ipc"] });

// A Ctrl-C reaches the launcher from the terminal as well; it takes the two for one. This process waits for it to finish.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
// npm passes a SIGTERM on to the shell between us only, which dies of it and tells nobody.
if (process.env.npm_lifecycle_event !== undefined) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, PARENT_CHECK_MS);
}

child.on("error", (error) => fail(`The launcher could not be started: ${error.message}`));
child.on("exit", (code, signal) => {
  if (signal !== null) process.stderr.write(`The launcher was ended by ${signal}. What it had started may still run; the next npm start on the same data folder stops it first.\n`);
  process.exit(code ?? 1);
});
