import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { join } from "node:path";
import { planRestart } from "./back-off.ts";
import { endGroup, waitForGroupToEnd } from "./process-group.ts";
import { openLog } from "./log-file.ts";
import { removePidFile, type StopSignal, writePidFile } from "./pid-file.ts";
import { sendSignal } from "./signals.ts";

export type ProcessSpec = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly owner?: { readonly uid: number; readonly gid: number } | null;
  readonly stopSignal: StopSignal;
  /** How long it may take to stop before it is killed. */
  readonly graceMs: number;
  /** Runs before every start, also before a restart; a failure counts as a death. */
  readonly beforeStart?: () => Promise<void>;
  /** Ends well by itself (exit code 0) and is then left alone. */
  readonly mayFinish?: boolean;
};

export type SupervisorContext = { readonly logsDir: string; readonly runDir: string; readonly say: (line: string) => void };

type State =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly child: ChildProcess; readonly pid: number; readonly exited: Promise<void> }
  | { readonly kind: "waiting"; readonly timer: NodeJS.Timeout };

/**
 * One process kept alive: started in a process group of its own (a Ctrl-C in the terminal does not reach it), with its
 * output in a log, restarted with growing pauses when it dies, stopped with a signal and in the end with SIGKILL.
 */
export class Supervised {
  readonly spec: ProcessSpec;
  readonly logPath: string;
  readonly #context: SupervisorContext;
  #state: State = { kind: "idle" };
  #wanted = false;
  #startedAtMs = 0;
  #deathsInARow = 0;

  constructor(spec: ProcessSpec, context: SupervisorContext) {
    this.spec = spec;
    this.#context = context;
    this.logPath = join(context.logsDir, `${spec.name}.log`);
  }

  /** The process's pid while it runs, else null. */
  get pid(): number | null {
    return this.#state.kind === "running" ? this.#state.pid : null;
  }

  get deathsInARow(): number {
    return this.#deathsInARow;
  }

  /** Starts it; resolves when it has been spawned, which says nothing about its being ready. */
  async start(): Promise<void> {
    this.#wanted = true;
    await this.#launch();
  }

  /** Stops it and everything it started. Resolves when nothing of it is left. */
  async stop(): Promise<void> {
    this.#wanted = false;
    const state = this.#state;
    if (state.kind === "waiting") clearTimeout(state.timer);
    if (state.kind !== "running") {
      this.#state = { kind: "idle" };
      return;
    }
    sendSignal(state.pid, this.spec.stopSignal);
    const timer = setTimeout(() => this.kill(), this.spec.graceMs);
    await state.exited;
    clearTimeout(timer);
    await waitForGroupToEnd(state.pid);
  }

  /** Ends it at once, without grace, and keeps it from being restarted. */
  kill(): void {
    this.#wanted = false;
    if (this.#state.kind === "running") endGroup(this.#state.pid, this.spec.stopSignal);
  }

  async #launch(): Promise<void> {
    try {
      await this.spec.beforeStart?.();
      if (this.#wanted) this.#spawn();
    } catch (error) {
      this.#onDeath(`could not be started: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #spawn(): void {
    const { spec } = this;
    const log = openLog(this.logPath);
    const child = spawn(spec.command, spec.args, { cwd: spec.cwd, env: { ...spec.env, NODE_ENV: "production" }, detached: true, stdio: ["ignore", log, log], ...spec.owner });
    closeSync(log);
    this.#startedAtMs = performance.now();
    const { promise: exited, resolve } = Promise.withResolvers<void>();
    child.once("error", (error) => {
      if (child.pid === undefined) this.#onDeath(`could not be started: ${error.message}`);
    });
    if (child.pid === undefined) return;
    const { pid } = child;
    this.#state = { kind: "running", child, pid, exited };
    writePidFile(this.#context.runDir, spec.name, pid, spec.stopSignal);
    child.once("exit", (code, signal) => {
      // What it started must not outlive it: a restart would share ports and work with the old ones.
      sendSignal(-pid, "SIGKILL");
      removePidFile(this.#context.runDir, spec.name);
      this.#state = { kind: "idle" };
      resolve();
      if (code === 0 && spec.mayFinish === true) this.#wanted = false;
      this.#onDeath(signal === null ? `died (exit code ${String(code)})` : `died (signal ${signal})`);
    });
  }

  #onDeath(what: string): void {
    if (!this.#wanted) return;
    const { deathsInARow, delayMs } = planRestart(this.#deathsInARow, performance.now() - this.#startedAtMs);
    this.#deathsInARow = deathsInARow;
    this.#context.say(`${this.spec.name} ${what}; it is started again in ${String(delayMs / 1000)} s. Its log: ${this.logPath}`);
    this.#state = { kind: "waiting", timer: setTimeout(() => void this.#launch(), delayMs) };
  }
}
