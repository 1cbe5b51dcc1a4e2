import { createServer } from "node:net";
import { hasCode, LaunchError, messageOf } from "./launch-error.ts";
import { describePortHolder } from "./port-holder.ts";
import { LISTENER_PURPOSES, type Listener, type PortPlan } from "./port-plan.ts";

/** `undefined` is every address; the loopback is tried too because macOS lets both coexist. */
const ADDRESSES = [undefined, "127.0.0.1"] as const;

type Attempt = "free" | "taken" | { readonly error: unknown };

async function tryToListen(port: number, host: string | undefined): Promise<Attempt> {
  const { promise, resolve } = Promise.withResolvers<Attempt>();
  const server = createServer();
  server.once("error", (error) => resolve(hasCode(error, "EADDRINUSE") ? "taken" : { error }));
  server.listen({ port, host, exclusive: true }, () => server.close(() => resolve("free")));
  return await promise;
}

/** True when a server could listen on this port now. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of ADDRESSES) if ((await tryToListen(port, host)) !== "free") return false;
  return true;
}

function describeTaken(listener: Listener, port: number): string {
  const holder = describePortHolder(port);
  return `Port ${String(port)}, wanted for ${LISTENER_PURPOSES[listener]}, is taken${holder === null ? "" : ` by ${holder}`}.`;
}

/**
 * Makes sure that every wanted port is free before anything is started.
 * @throws LaunchError naming each port that is not, who holds it, and how to choose another
 */
export async function checkPorts(plan: PortPlan, wanted: readonly Listener[]): Promise<void> {
  const problems: string[] = [];
  for (const listener of wanted) {
    const port = plan[listener];
    for (const host of ADDRESSES) {
      const attempt = await tryToListen(port, host);
      if (attempt === "free") continue;
      problems.push(attempt === "taken" ? describeTaken(listener, port) : `Port ${String(port)}, wanted for ${LISTENER_PURPOSES[listener]}, cannot be used: ${messageOf(attempt.error)}.`);
      break;
    }
  }
  if (problems.length === 0) return;
  throw new LaunchError(`${problems.join("\n")}\nNothing was started. Stop what holds the port, or choose another range: npm start -- --port ${String(plan.front + 100)}`);
}
