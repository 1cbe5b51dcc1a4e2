import { existsSync } from "node:fs";
import type { Environment } from "./environment.ts";
import { runCommand } from "./run-command.ts";

const LINK_TIMEOUT_MS = 60_000;

/**
 * Asks for the one-time link that signs the first admin in. It is made in a short-lived process of its own, so that the
 * launcher, which must outlive everything, loads none of the platform.
 * @returns the URL, or null when nobody needs one
 * @throws Error with the script's output
 */
export async function makeSignInLink(script: string, demo: boolean, env: Environment, signal: AbortSignal): Promise<string | null> {
  if (!existsSync(script)) return null;
  const result = await runCommand(process.execPath, [script, ...(demo ? ["--demo"] : [])], { env: { ...env, SEAWALL_PROCESS: "sign-in-link" }, timeoutMs: LINK_TIMEOUT_MS, signal });
  if (!result.ok) throw new Error(`The sign-in link could not be made (${result.ending}):\n${result.output.trim()}`);
  const link = result.stdout.trim();
  return link === "" ? null : link;
}
