import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";

export type Running = { readonly url: string; readonly deliveryUrl: string; readonly dataDir: string; readonly signInLink: string };

const NAME = "SEAWALL_E2E";
const root = resolve(import.meta.dirname, "../../..");

/** Test workers are started after this and inherit it. */
export function leaveRunning(running: Running): void {
  process.env[NAME] = JSON.stringify(running);
}

/** @throws Error when the tests were not started by Playwright's configuration */
export function getRunning(): Running {
  const text = process.env[NAME];
  if (text === undefined) throw new Error("Start the browser tests with: npx playwright test");
  return JSON.parse(text) as Running;
}

/** A fresh one-time link, as somebody at the machine makes it. */
export async function makeSignInLink(role = "admin"): Promise<string> {
  const { dataDir } = getRunning();
  const args = [resolve(root, "scripts/sign-in-link.ts"), "--always", "--data-dir", dataDir, "--role", role, "--name", `E2E ${role}`, "--email", `${role}@e2e.test`];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  return stdout.trim();
}
