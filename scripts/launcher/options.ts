import { resolve } from "node:path";
import { findPortClash, HIGHEST_FRONT_PORT, LISTENER_PURPOSES, planPorts, type PortPlan } from "./port-plan.ts";

export type Options = { readonly ports: PortPlan; readonly dataDir: string; readonly demo: boolean; readonly yes: boolean };
export type ParsedOptions = { readonly kind: "start"; readonly options: Options } | { readonly kind: "help" } | { readonly kind: "bad"; readonly message: string };

export const USAGE = `npm start -- [options]
  --port 3000            the console; the other ports are derived from it (+1 images, +10, +11, +20, +21 internal)
  --delivery-port 3001   the image server, when not --port + 1
  --data-dir .data       everything Seawall keeps on this machine
  --demo                 with a sample library and gentle traffic (npm run demo)
  --yes                  install Redis without asking when it is missing
`;

const VALUED = ["--port", "--delivery-port", "--data-dir"] as const;
const FLAGS = ["--demo", "--yes", "--help"] as const;
type Raw = Partial<Record<(typeof VALUED)[number], string>> & Partial<Record<(typeof FLAGS)[number], true>>;

const isOneOf = <T extends string>(known: readonly T[], text: string): text is T => (known as readonly string[]).includes(text);

function readArguments(argv: readonly string[]): Raw | string {
  const raw: Raw = {};
  for (let index = 0; index < argv.length; index += 1) {
    const [name = "", inline] = (argv[index] ?? "").split(/=(.*)/s, 2);
    if (isOneOf(FLAGS, name) && inline === undefined) raw[name] = true;
    else if (isOneOf(VALUED, name)) {
      const value = inline ?? argv[(index += 1)];
      if (value === undefined || value === "" || value.startsWith("--")) return `${name} needs a value, for example: ${name} ${name === "--data-dir" ? ".data" : "3000"}`;
      raw[name] = value;
    } else if (name.startsWith("-")) return `There is no option ${argv[index] ?? ""}. Known: ${[...VALUED, ...FLAGS].join(", ")}.`;
    else return `"${argv[index] ?? ""}" stands alone. npm takes options for itself unless -- comes first: npm start -- --port 4000`;
  }
  return raw;
}

function parsePort(name: string, text: string, highest: number): number | string {
  const port = Number(text);
  return /^\d+$/.test(text) && port >= 1 && port <= highest ? port : `${name} must be a whole number from 1 to ${String(highest)}, not "${text}".`;
}

function toPlan(raw: Raw): PortPlan | string {
  const port = parsePort("--port", raw["--port"] ?? "3000", HIGHEST_FRONT_PORT);
  if (typeof port === "string") return port;
  const delivery = raw["--delivery-port"] === undefined ? port + 1 : parsePort("--delivery-port", raw["--delivery-port"], 65_535);
  if (typeof delivery === "string") return delivery;
  const plan = planPorts(port, delivery);
  const clash = findPortClash(plan);
  return clash === null ? plan : `--delivery-port ${String(delivery)} is the port of ${LISTENER_PURPOSES[clash[1]]} when --port is ${String(port)}. Choose another.`;
}

/**
 * Reads the command line. Pure: the folders come in as arguments.
 * @param cwd what a relative --data-dir starts from; without the option it is `.data` in `root`, the checkout
 */
export function parseOptions(argv: readonly string[], root: string, cwd: string): ParsedOptions {
  const raw = readArguments(argv);
  if (typeof raw === "string") return { kind: "bad", message: raw };
  if (raw["--help"] === true) return { kind: "help" };
  const ports = toPlan(raw);
  if (typeof ports === "string") return { kind: "bad", message: ports };
  const dataDir = raw["--data-dir"] === undefined ? resolve(root, ".data") : resolve(cwd, raw["--data-dir"]);
  return { kind: "start", options: { ports, dataDir, demo: raw["--demo"] === true, yes: raw["--yes"] === true } };
}
