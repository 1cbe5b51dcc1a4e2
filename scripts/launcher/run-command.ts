import { spawn } from "node:child_process";
import { messageOf } from "./launch-error.ts";
import { sendSignal } from "./signals.ts";

export type CommandResult = { readonly ok: boolean; readonly stdout: string; readonly output: string; readonly ending: string };
export type CommandOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly owner?: { readonly uid: number; readonly gid: number } | null;
  readonly timeoutMs: number;
  /** Aborting kills the command with everything it started. */
  readonly signal?: AbortSignal;
};

const KEEP_CHARACTERS = 200_000;

/**
 * Runs a short-lived command to its end and keeps what it said. It gets a process group of its own, so a Ctrl-C in the
 * terminal reaches it only through `signal`. Never throws: a command that cannot be started is a result that is not ok.
 */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { promise, resolve } = Promise.withResolvers<CommandResult>();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, cwd: options.cwd, env: { ...(options.env ?? process.env), NODE_ENV: "production" }, ...options.owner });
  let [stdout, output] = ["", ""];
  let why = "";
  const kill = (reason: string) => () => {
    why = reason;
    if (child.pid !== undefined) sendSignal(-child.pid, "SIGKILL");
  };
  const timer = setTimeout(kill(`took longer than ${String(options.timeoutMs / 1000)} s`), options.timeoutMs);
  const onAbort = kill("was stopped");
  options.signal?.addEventListener("abort", onAbort, { once: true });
  if (options.signal?.aborted === true) onAbort();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout = (stdout + text).slice(-KEEP_CHARACTERS);
    output = (output + text).slice(-KEEP_CHARACTERS);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-KEEP_CHARACTERS);
  });
  const finish = (ok: boolean, ending: string) => {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", onAbort);
    resolve({ ok, stdout, output, ending });
  };
  child.on("error", (error) => finish(false, messageOf(error)));
  child.on("close", (code, signal) => finish(code === 0, why !== "" ? why : signal !== null ? `signal ${signal}` : `exit code ${String(code)}`));
  return await promise;
}
