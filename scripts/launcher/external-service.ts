import { connect } from "node:net";
import { LaunchError } from "./launch-error.ts";

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Makes sure that a service somebody else runs can be reached, so that a wrong address is told here and not by six logs.
 * @param variable the environment variable that names it
 * @returns `host:port`
 */
export async function checkExternal(variable: "DATABASE_URL" | "REDIS_URL", url: string, defaultPort: number): Promise<string> {
  if (!URL.canParse(url)) throw new LaunchError(`${variable} is not a URL.`);
  const { hostname, port } = new URL(url);
  const target = { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? defaultPort : Number(port) };
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const socket = connect({ ...target, timeout: CONNECT_TIMEOUT_MS });
  socket.on("connect", () => resolve(null));
  socket.on("timeout", () => resolve("no answer within 5 s"));
  socket.on("error", (error) => resolve(error.message));
  const problem = await promise;
  socket.destroy();
  const where = `${target.host}:${String(target.port)}`;
  if (problem !== null) throw new LaunchError(`${variable} points at ${where}, which cannot be reached: ${problem}`);
  return where;
}
