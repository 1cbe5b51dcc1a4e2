import { type Logger, pino } from "pino";
import { env } from "./env.ts";

export type Log = Logger;

let root: Logger | undefined;

/** The process's structured log: one JSON line per entry on stdout, with the process's name on each. */
export function log(): Log {
  root ??= pino({
    level: env().logLevel,
    base: { process: env().process },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ["req.headers.authorization", "req.headers.cookie", "*.password", "*.token", "*.secret"],
  });
  return root;
}
