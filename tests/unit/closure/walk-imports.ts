import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const { imports: aliases } = z.object({ imports: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(`${root}package.json`, "utf8")));

// Only `import type` and `export type` vanish at run time; `import { type A }` still loads the module.
const STATIC = /^[ \t]*(?:import|export)\s+(?!type\b(?!\s+from\b))(?:[\w$*{][^;"'`]*?\bfrom\s*)?["']([^"'\n]+)["']/gm;
const DYNAMIC = /\bimport\s*\(\s*["']([^"'\n]+)["']/g;

/** The specifiers a module loads at run time, dynamic ones included. */
export function listImports(source: string): readonly string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
  return [STATIC, DYNAMIC].flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ""));
}

/** A file of ours, or null for a package. The generated Prisma client counts as a package: it is not in the repository. */
function resolveFile(specifier: string, from: string): string | null {
  if (specifier.startsWith("#prisma/")) return null;
  if (specifier.startsWith(".")) return resolve(dirname(from), specifier);
  if (!specifier.startsWith("#")) return null;
  const alias = Object.entries(aliases).find(([pattern]) => specifier.startsWith(pattern.slice(0, -1)));
  if (alias === undefined) throw new Error(`${specifier} in ${from} is no import of package.json`);
  return resolve(root, alias[1].replace("*", specifier.slice(alias[0].length - 1)));
}

export type Closure = { readonly modules: readonly string[]; readonly packages: readonly string[] };

/** Everything that is loaded with `entry`. @param entry path from the repository's root @throws when an import leads nowhere */
export function walkImports(entry: string): Closure {
  const modules = new Set<string>();
  const packages = new Set<string>();
  const waiting = [resolve(root, entry)];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (modules.has(file)) continue;
    modules.add(file);
    for (const specifier of listImports(readFileSync(file, "utf8"))) {
      const target = resolveFile(specifier, file);
      if (target === null) packages.add(specifier);
      else if (existsSync(target)) waiting.push(target);
      else throw new Error(`${specifier} in ${file} leads nowhere`);
    }
  }
  return { modules: [...modules].map((file) => relative(root, file)).sort(), packages: [...packages].sort() };
}
