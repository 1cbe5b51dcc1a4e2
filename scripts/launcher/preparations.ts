import { join } from "node:path";
import type { Environment } from "./environment.ts";
import { ensurePrismaClient } from "./prisma-client.ts";
import { ensureWebBuild } from "./web-build.ts";

export type PreparationContext = { readonly root: string; readonly logsDir: string; readonly env: Environment; readonly signal: AbortSignal; readonly say: (line: string) => void };

/** Something made from the sources, remade only when they changed. `run` returns whether it was. */
export type Preparation = { readonly title: string; readonly run: (context: PreparationContext) => Promise<boolean> };

export const PREPARATIONS: readonly Preparation[] = [
  { title: "Database client", run: async ({ root, signal }) => await ensurePrismaClient(root, signal) },
  {
    title: "Console",
    run: async ({ root, env, logsDir, signal, say }) =>
      await ensureWebBuild(root, { env, logPath: join(logsDir, "web-build.log"), signal, onStart: () => say("building the console, which takes about a minute…") }),
  },
];
