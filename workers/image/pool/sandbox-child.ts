import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import type { Duplex, Readable } from "node:stream";
import { log } from "#lib/edges/log.ts";
import { encodeFrameHead, type Frame, FrameReader } from "../sandbox/frames.ts";
import { type ChildMessage, MAX_OUTPUT_BYTES, type RenderRequest, childMessage } from "../sandbox/messages.ts";
import { findInnermostPid, limitMemory, readDataBytes } from "./memory-limit.ts";
import type { SandboxCommand } from "./sandbox-command.ts";

/** A normal job needs up to 470 MB (a 108 MP progressive JPEG); bombs want gigabytes. */
const MEMORY_HEADROOM_BYTES = 512 * 1024 * 1024;
const START_TIMEOUT_MS = 15_000;
const KEPT_STDERR = 4_000;

/** All that a child is told. glibc would otherwise reserve an arena per thread and trip over its memory limit. */
const CHILD_ENVIRONMENT = { NODE_ENV: "production", PATH: "/usr/bin:/bin", MALLOC_ARENA_MAX: "2" } as const;

/** How a child came to its end, told apart from an answer it gave. */
export type ChildEnd = { readonly signal: string | null; readonly code: number | null; readonly lastOutput: string };

export type ChildReply = { readonly message: ChildMessage; readonly body: Uint8Array };

type Listener = { readonly onReply: (reply: ChildReply) => void; readonly onEnd: (end: ChildEnd) => void };

/** One sandboxed decoder process. Takes one job at a time; `kill` is the only deadline that holds. */
export class SandboxChild {
  readonly #process: ChildProcess;
  readonly #socket: Duplex;
  #listener: Listener | null = null;
  #end: ChildEnd | null = null;
  #stderr = "";
  #innermostPid = 0;
  /** null where nothing limits it, and so nothing needs to be measured. */
  #reservedAtStart: number | null = null;
  readonly #gone = new AbortController();
  jobs = 0;

  private constructor(command: SandboxCommand) {
    this.#process = spawn(command.command, [...command.args], { stdio: ["ignore", "ignore", "pipe", "pipe"], env: CHILD_ENVIRONMENT });
    this.#socket = this.#process.stdio[3] as Duplex;
    const reader = new FrameReader(MAX_OUTPUT_BYTES, (frame) => this.#receive(frame));
    this.#socket.on("data", (chunk: Buffer) => this.#guard(() => reader.push(chunk)));
    // A child that dies mid-write closes the pipe; its end is reported by `exit`.
    this.#socket.on("error", (error) => log().debug({ err: error.message }, "sandbox pipe closed"));
    this.#process.stderr?.on("data", (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString("utf8")).slice(-KEPT_STDERR);
    });
    this.#process.on("error", (error) => this.#finish({ signal: null, code: null, lastOutput: error.message }));
    this.#process.on("close", (code, signal) => this.#finish({ ...toEnding(code, signal), lastOutput: this.#stderr.trim() }));
  }

  /** Starts a child and waits until it is ready and limited. @throws Error with its last output when it is not */
  static async start(command: SandboxCommand): Promise<SandboxChild> {
    const child = new SandboxChild(command);
    const timer = setTimeout(() => child.kill(), START_TIMEOUT_MS);
    try {
      await new Promise<void>((done, fail) => {
        child.listen({
          onReply: ({ message }) => (message.type === "ready" ? done() : fail(new Error(`unexpected ${message.type}`))),
          onEnd: (end) => fail(new Error(`the sandbox did not start (${end.signal ?? end.code ?? "?"}): ${end.lastOutput.slice(-500)}`)),
        });
      });
      child.#innermostPid = command.level === "none" ? (child.#process.pid ?? 0) : await findInnermostPid(child.#process.pid ?? 0);
      if (command.level !== "none") child.#reservedAtStart = await limitMemory(child.#innermostPid, MEMORY_HEADROOM_BYTES);
      return child;
    } catch (error) {
      child.kill();
      throw error;
    } finally {
      clearTimeout(timer);
      child.#listener = null;
    }
  }

  get ended(): boolean {
    return this.#gone.signal.aborted;
  }

  get pid(): number {
    return this.#innermostPid;
  }

  listen(listener: Listener): void {
    this.#listener = listener;
    if (this.#end !== null) listener.onEnd(this.#end);
  }

  /**
   * Hands over a request with the original's bytes, streamed at the pace the child reads them.
   * @throws when the source cannot be read, or the child is gone before it has everything
   */
  async send(request: RenderRequest, source: Readable, sizeBytes: number): Promise<void> {
    this.jobs += 1;
    this.#socket.write(encodeFrameHead(request, sizeBytes));
    for await (const chunk of source) {
      if (this.ended) throw new Error("the child is gone");
      if (!this.#socket.write(chunk)) await once(this.#socket, "drain", { signal: this.#gone.signal });
    }
  }

  /** How much of its memory limit earlier jobs still hold: freed memory that the allocator keeps counts too. */
  async retainedBytes(): Promise<number> {
    return this.#reservedAtStart === null ? 0 : (await readDataBytes(this.#innermostPid)) - this.#reservedAtStart;
  }

  /** From here on it counts as ended, though its last word comes a moment later. */
  kill(): void {
    this.#gone.abort();
    if (this.#innermostPid > 0 && this.#end === null) killQuietly(this.#innermostPid);
    this.#process.kill("SIGKILL");
  }

  #receive(frame: Frame): void {
    this.#guard(() => this.#listener?.onReply({ message: childMessage.parse(frame.header), body: frame.body }));
  }

  /** A child that does not speak our language is broken or hostile: it ends here. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      log().warn({ err: error }, "a sandbox child broke the protocol and was killed");
      this.kill();
    }
  }

  #finish(end: ChildEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#gone.abort();
    this.#listener?.onEnd(end);
  }
}

/** bwrap stands between us and the decoder, and says like a shell what killed it: 128 plus the signal's number. */
function toEnding(code: number | null, signal: NodeJS.Signals | null): Pick<ChildEnd, "code" | "signal"> {
  const [name] = Object.entries(constants.signals).find(([, number]) => code === 128 + number) ?? [];
  return name === undefined ? { code, signal } : { code: null, signal: name };
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
