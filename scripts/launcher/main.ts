import { resolve } from "node:path";
import { launch } from "./launch.ts";
import { parseOptions, USAGE } from "./options.ts";
import { PREPARATIONS } from "./preparations.ts";
import { DEMO, PROCESSES } from "./registry.ts";

const BAD_OPTION = 2;
const root = resolve(import.meta.dirname, "../..");

async function main(): Promise<number> {
  const parsed = parseOptions(process.argv.slice(2), root, process.cwd());
  switch (parsed.kind) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "bad":
      process.stderr.write(`${parsed.message}\n\n${USAGE}`);
      return BAD_OPTION;
    case "start":
      return await launch({ root, preparations: PREPARATIONS, processes: PROCESSES, demo: DEMO, signInScript: "scripts/sign-in-link.ts" }, parsed.options);
  }
}

// Not process.exitCode: the channel to start.mjs would keep this process alive.
process.exit(await main());
