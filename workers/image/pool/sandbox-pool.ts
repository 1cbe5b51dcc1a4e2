import type { Readable } from "node:stream";
import { log } from "#lib/edges/log.ts";
import type { ChildMessage, RenderRequest } from "../sandbox/messages.ts";
import { type ChildEnd, SandboxChild } from "./sandbox-child.ts";
import type { SandboxCommand } from "./sandbox-command.ts";

/** A fresh child costs 140 ms, a slow leak in a decoder costs more. */
const JOBS_PER_CHILD = 200;

/** The most that one render may hand over: five presets, full and reduced, in three formats, and their placeholders. */
const MAX_OUTPUTS = 40;
const MAX_RENDER_BYTES = 160 * 1024 * 1024;
const MAX_PLACEHOLDER_BYTES = 600;

export type SandboxOutput = { readonly message: Extract<ChildMessage, { type: "output" }>; readonly body: Uint8Array };
export type SandboxPlaceholder = { readonly width: number; readonly height: number; readonly body: Uint8Array };

/** Everything a render can come to. Only `rendered` has pictures; none of the others costs more than this job. */
export type SandboxResult =
  | {
      readonly kind: "rendered";
      readonly size: Extract<ChildMessage, { type: "size" }>;
      readonly outputs: readonly SandboxOutput[];
      readonly placeholders: readonly SandboxPlaceholder[];
      readonly done: Extract<ChildMessage, { type: "done" }>;
    }
  | { readonly kind: "rejected"; readonly error: Extract<ChildMessage, { type: "error" }> }
  | { readonly kind: "timeout"; readonly deadlineMs: number }
  | { readonly kind: "crashed"; readonly end: ChildEnd };

export type SandboxJob = { readonly request: RenderRequest; readonly source: Readable; readonly sizeBytes: number; readonly deadlineMs: number };

/** Our own pool of sandboxed children: as many as there may be jobs at once, each used over and over, none shared. */
export class SandboxPool {
  readonly #command: SandboxCommand;
  readonly #size: number;
  readonly #maxRetainedBytes: number;
  readonly #idle: SandboxChild[] = [];
  readonly #busy = new Set<SandboxChild>();
  readonly #waiting: (() => void)[] = [];
  #taken = 0;
  #closed = false;

  /**
   * @param maxRetainedBytes a child that holds more of its memory limit after a job is replaced, so that the next job
   * finds what it needs; a pool for monsters keeps next to nothing
   */
  constructor(command: SandboxCommand, size: number, maxRetainedBytes: number) {
    this.#command = command;
    this.#size = size;
    this.#maxRetainedBytes = maxRetainedBytes;
  }

  get level(): SandboxCommand["level"] {
    return this.#command.level;
  }

  get pids(): readonly number[] {
    return [...this.#idle, ...this.#busy].filter((child) => !child.ended).map((child) => child.pid);
  }

  /** Starts the children before the first job, and proves that they start at all. */
  async warm(): Promise<void> {
    const children = await Promise.all(Array.from({ length: this.#size }, async () => await SandboxChild.start(this.#command)));
    this.#idle.push(...children);
  }

  async run(job: SandboxJob): Promise<SandboxResult> {
    await this.#take();
    try {
      const child = await this.#acquire();
      this.#busy.add(child);
      try {
        return await runOn(child, job);
      } finally {
        this.#busy.delete(child);
        await this.#release(child);
      }
    } finally {
      this.#taken -= 1;
      this.#waiting.shift()?.();
    }
  }

  close(): void {
    this.#closed = true;
    for (const child of [...this.#idle, ...this.#busy]) child.kill();
    this.#idle.length = 0;
  }

  async #take(): Promise<void> {
    while (this.#taken >= this.#size) await new Promise<void>((free) => this.#waiting.push(free));
    this.#taken += 1;
  }

  async #acquire(): Promise<SandboxChild> {
    for (let child = this.#idle.pop(); child !== undefined; child = this.#idle.pop()) if (!child.ended) return child;
    return await SandboxChild.start(this.#command);
  }

  async #release(child: SandboxChild): Promise<void> {
    if (child.ended) return;
    const retained = await child.retainedBytes().catch(() => Number.POSITIVE_INFINITY);
    const tired = this.#closed || child.jobs >= JOBS_PER_CHILD || retained > this.#maxRetainedBytes;
    if (tired) {
      log().debug({ pid: child.pid, jobs: child.jobs }, "sandbox child recycled");
      child.kill();
      return;
    }
    this.#idle.push(child);
  }
}

async function runOn(child: SandboxChild, job: SandboxJob): Promise<SandboxResult> {
  const outputs: SandboxOutput[] = [];
  const placeholders: SandboxPlaceholder[] = [];
  let size: Extract<ChildMessage, { type: "size" }> | null = null;
  let expired = false;
  let receivedBytes = 0;
  const timer = setTimeout(() => {
    expired = true;
    child.kill();
  }, job.deadlineMs);
  try {
    return await new Promise<SandboxResult>((finish, fail) => {
      child.listen({
        onReply: ({ message, body }) => {
          // Thrown to the child's guard, which ends it: a child that floods its parent is broken or hostile.
          receivedBytes += body.length;
          if (receivedBytes > MAX_RENDER_BYTES || outputs.length + placeholders.length > MAX_OUTPUTS) throw new Error("the sandbox sends more than a render can have");
          if (message.type === "placeholder" && body.length > MAX_PLACEHOLDER_BYTES) throw new Error("a placeholder of more than 600 bytes");
          if (message.type === "output") outputs.push({ message, body });
          else if (message.type === "placeholder") placeholders.push({ width: message.width, height: message.height, body });
          else if (message.type === "size") size = message;
          else if (message.type === "error") finish({ kind: "rejected", error: message });
          else if (message.type === "done" && size !== null) finish({ kind: "rendered", size, outputs, placeholders, done: message });
          else throw new Error(`unexpected ${message.type} from the sandbox`);
        },
        onEnd: (end) => finish(expired ? { kind: "timeout", deadlineMs: job.deadlineMs } : { kind: "crashed", end }),
      });
      // A source that cannot be read is storage's fault: half a file was sent, so this child can never be in step again.
      job.source.once("error", (error) => {
        fail(error);
        child.kill();
      });
      // A pipe that breaks is the child's doing; its end says how.
      child.send(job.request, job.source, job.sizeBytes).catch(() => child.kill());
    });
  } finally {
    clearTimeout(timer);
    job.source.destroy();
  }
}
