import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exclusively } from "./exclusive.ts";
import { LaunchError } from "./launch-error.ts";
import { runCommand } from "./run-command.ts";
import { hashSources, isStamped } from "./stamp.ts";

const BUILD_TIMEOUT_MS = 10 * 60_000;
const SOURCES = ["app", "components", "lib", "public", "proxy.ts", "instrumentation.ts", "prisma/schema.prisma", "next.config.js", "postcss.config.js", "postcss.config.mjs", "package-lock.json"];

export type BuildOptions = { readonly env: Readonly<Record<string, string | undefined>>; readonly logPath: string; readonly signal: AbortSignal; readonly onStart?: () => void };

/** True when `.next` holds a build of exactly the present sources. */
function isBuilt(root: string, hash: string): boolean {
  return existsSync(join(root, ".next/BUILD_ID")) && isStamped(join(root, ".next/seawall-stamp"), hash);
}

/**
 * Builds the console when its sources changed since the last build.
 * @returns whether it had to
 * @throws LaunchError with the build's output
 */
export async function ensureWebBuild(root: string, options: BuildOptions): Promise<boolean> {
  return await exclusively(join(root, "node_modules/.cache/seawall-build.lock"), options.signal, async () => {
    const hash = hashSources(root, SOURCES);
    if (isBuilt(root, hash)) return false;
    options.onStart?.();
    const env = { ...options.env, NEXT_TELEMETRY_DISABLED: "1" };
    const result = await runCommand(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], { cwd: root, env, timeoutMs: BUILD_TIMEOUT_MS, signal: options.signal });
    writeFileSync(options.logPath, result.output, { mode: 0o600 });
    if (!result.ok) throw new LaunchError(`The console could not be built (${result.ending}):\n${result.output.trim()}`);
    writeFileSync(join(root, ".next/seawall-stamp"), `${hash}\n`);
    return true;
  });
}
