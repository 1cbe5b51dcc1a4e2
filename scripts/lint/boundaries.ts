import { builtinModules } from "node:module";
import { posix } from "node:path";

/**
 * Which file may import what: the one-way dependency rule of docs/decisions/0002-boundaries.md.
 * Pure, so that tests/unit/lint/boundaries.test.ts can walk it as a table; `plugin.ts` makes it a lint error.
 */
type Zone = { readonly name: string; readonly files: RegExp; readonly mayImport: RegExp };

const specifiers = (...parts: readonly string[]): RegExp => new RegExp(`^(?:${parts.join("|")})$`);

const PURE = ["zod", "#lib/[a-z-]+/model\\.ts", "#lib/[a-z-]+/rules/.+"];
const NODE = "node:.+";
const EDGES = "#lib/edges/.+";
const PACKAGES = "(?![#.]|node:).+";

// First match wins, so the narrow zones come first.
const ZONES: readonly Zone[] = [
  { name: "rules and models are pure", files: /^lib\/(?!edges\/|api\/)[^/]+\/(?:rules\/.+|model\.ts)$/, mayImport: specifiers(...PURE) },
  { name: "edges know no noun", files: /^lib\/edges\//, mayImport: specifiers(NODE, EDGES, PACKAGES, "#prisma/generated/.+") },
  { name: "the contract is pure", files: /^lib\/api\/contract(?:\.ts|\/)/, mayImport: specifiers(...PURE, "@orpc/contract", "@orpc/openapi", "#lib/api/contract/.+") },
  { name: "the client knows the contract, never the router", files: /^lib\/api\/client\.ts$/, mayImport: specifiers("@orpc/(?!server|openapi$).+", "#lib/api/contract(?:\\.ts|/.+)", "#lib/[a-z-]+/model\\.ts") },
  { name: "the api reaches verbs and edges", files: /^lib\/api\//, mayImport: specifiers(...PURE, NODE, "#lib/.+", PACKAGES) },
  { name: "stores reach rules and edges", files: /^lib\/[^/]+\/store(?:\.ts|\/)/, mayImport: specifiers(...PURE, NODE, EDGES, "#lib/[a-z-]+/store\\.ts") },
  { name: "verbs reach rules, stores, edges and other verbs", files: /^lib\/[^/]+\//, mayImport: specifiers(NODE, "#lib/(?!api/).+", PACKAGES) },
  { name: "app reaches lib/api and components", files: /^app\//, mayImport: specifiers("#lib/api/.+", "#lib/[a-z-]+/model\\.ts", "#components/.+", "#app/.+", PACKAGES) },
  { name: "components reach ui, models, rules and the client", files: /^components\//, mayImport: specifiers("#components/.+", "#lib/api/client\\.ts", "#lib/[a-z-]+/(?:model\\.ts|rules/.+)", PACKAGES) },
  { name: "workers reach lib", files: /^workers\//, mayImport: specifiers(NODE, "#lib/(?!api/).+", "#workers/.+", PACKAGES) },
  { name: "scripts reach lib", files: /^(?:scripts|prisma)\//, mayImport: specifiers(NODE, "#lib/(?!api/).+", "#scripts/.+", "#prisma/.+", PACKAGES) },
];

/** Packages that open a door to the outside world, and the only places that may hold them. */
const HELD: readonly { readonly packages: RegExp; readonly holders: RegExp; readonly names?: readonly string[]; readonly why: string }[] = [
  { packages: /^sharp(?:\/.+)?$/, holders: /^(?:workers\/image\/sandbox|prisma\/seed)\//, why: "untrusted bytes are decoded in the sandbox only" },
  { packages: /^bullmq$/, names: ["Worker"], holders: /^workers\//, why: "BullMQ workers run in workers/" },
  { packages: /^bullmq$/, names: ["Queue", "FlowProducer"], holders: /^lib\/queues\//, why: "queues are opened in lib/queues" },
  { packages: /^ioredis$/, holders: /^lib\/edges\/redis/, why: "Redis is opened in lib/edges/redis" },
  { packages: /^(?:pg|@prisma\/.+|#prisma\/generated\/.+)$/, holders: /^(?:lib\/edges\/db|scripts\/)/, why: "Postgres is opened in lib/edges/db" },
  { packages: /^better-auth(?:\/.+)?$/, holders: /^(?:lib\/people\/auth|components\/people\/)/, why: "sign-in lives in lib/people/auth" },
  { packages: /^next(?:\/.+)?$/, holders: /^(?:app|components)\//, why: "only app and components know Next" },
  { packages: /^react(?:-dom)?(?:\/.+)?$/, holders: /^(?:app|components)\//, why: "only app and components know React" },
];

const BUILTINS = new Set(builtinModules);

/** `./x.ts` and `fs` as what they are: a place in the repository, a part of Node. */
function toCanonical(file: string, specifier: string): string {
  if (specifier.startsWith(".")) return `#${posix.normalize(posix.join(posix.dirname(file), specifier))}`;
  return BUILTINS.has(specifier) ? `node:${specifier}` : specifier;
}

/** Of the processes only `runtime` is shared; each other one is imported by itself alone. */
function crossesProcesses(file: string, target: string): boolean {
  const [, process] = /^#workers\/([^/]+)\//.exec(target) ?? [];
  if (process === undefined) return false;
  return process === "runtime" ? !file.startsWith("workers/") : !file.startsWith(`workers/${process}/`);
}

/**
 * Why `file` may not import `specifier`, or null when it may.
 * @param file path from the repository's root, with forward slashes
 * @param names the imported names ("*" for a namespace, a default, a dynamic import or a re-export of everything)
 */
export function findImportViolation(file: string, specifier: string, names: readonly string[] = []): string | null {
  if (file.startsWith("tests/")) return null;
  if (/^(?:\.\/)*(?:\.\.\/){2,}/.test(specifier)) return "climb no folders: use #lib/…, #workers/… instead";
  const target = toCanonical(file, specifier);
  if (crossesProcesses(file, target) || (target.startsWith("#app/") && !file.startsWith("app/"))) return "nobody imports app or workers";
  for (const held of HELD) {
    if (!held.packages.test(target) || held.holders.test(file)) continue;
    if (held.names === undefined || held.names.some((name) => names.includes(name)) || names.includes("*")) return held.why;
  }
  const zone = ZONES.find((candidate) => candidate.files.test(file));
  if (zone === undefined || zone.mayImport.test(target)) return null;
  return zone.name;
}
