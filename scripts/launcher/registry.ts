import { join } from "node:path";
import type { Environment } from "./environment.ts";
import type { PortPlan } from "./port-plan.ts";
import type { ProcessSpec } from "./supervised.ts";

/** One process of the platform: what is run with our own Node, with arguments where it takes any. */
export type ProcessDefinition = {
  readonly name: string;
  readonly script: string;
  readonly args?: (ports: PortPlan) => readonly string[];
  readonly mayFinish?: boolean;
};

const STOP_GRACE_MS = 10_000;

/** In the order they are started. */
export const PROCESSES: readonly ProcessDefinition[] = [
  { name: "intake", script: "workers/intake/main.ts" },
  { name: "image", script: "workers/image/main.ts" },
  { name: "delivery", script: "workers/delivery/main.ts" },
  { name: "web", script: "node_modules/next/dist/bin/next", args: (ports) => ["start", "-p", String(ports.web), "-H", "127.0.0.1"] },
  { name: "front", script: "workers/front/main.ts" },
];

/** Started once everything is ready. */
export const DEMO: ProcessDefinition = { name: "demo", script: "scripts/demo/main.ts", mayFinish: true };

/** First who brings work in, then who does it, then who shows it, and what they all need last. */
export const STOP_ORDER = ["demo", "front", "web", "intake", "image", "delivery", "redis", "postgres"] as const;
export const SERVICES = ["redis", "postgres"] as const;

/** Completes a definition: where it runs, what it is told, how it is stopped. @param root what `script` is relative to */
export function toSpec(definition: ProcessDefinition, root: string, ports: PortPlan, env: Environment): ProcessSpec {
  return {
    name: definition.name,
    command: process.execPath,
    args: [join(root, definition.script), ...(definition.args?.(ports) ?? [])],
    cwd: root,
    env: { ...env, SEAWALL_PROCESS: definition.name },
    stopSignal: "SIGTERM",
    graceMs: STOP_GRACE_MS,
    ...(definition.mayFinish === true ? { mayFinish: true } : {}),
  };
}
