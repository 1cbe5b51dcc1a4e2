import { randomInt } from "node:crypto";
import { isPortFree } from "./port-check.ts";
import { LISTENERS, planPorts, type PortPlan } from "./port-plan.ts";

/** Below the range from which Linux and macOS hand out ports for outgoing connections. */
const LOWEST = 10_000;
const HIGHEST = 32_000;
const ATTEMPTS = 200;

/** A plan whose ports are all free now, for tests and for short-lived servers. @throws Error when none is found */
export async function findFreePlan(): Promise<PortPlan> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const plan = planPorts(randomInt(LOWEST, HIGHEST));
    const free = await Promise.all(LISTENERS.map(async (listener) => await isPortFree(plan[listener])));
    if (free.every(Boolean)) return plan;
  }
  throw new Error(`No free range of ports in ${String(ATTEMPTS)} attempts`);
}
