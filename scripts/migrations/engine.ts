import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import { MigrationConnections } from "./adapter.ts";

export type SchemaEngine = engineModule.SchemaEngine;

/** Nothing is hidden from the engine. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

/** Where the engine's WebAssembly leaves the message of a panic. */
type PanicRegistry = { PRISMA_WASM_PANIC_REGISTRY?: { set_message: (message: string) => void } };

let panicMessage: string | null = null;
let loaded: Promise<void> | undefined;

/** The package's own entry needs a bundler's wasm imports; Node gets the module instantiated by hand. */
async function loadWasm(): Promise<void> {
  const glue = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  (globalThis as PanicRegistry).PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => (panicMessage = message) };
  const bytes = await readFile(join(dirname(glue), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": engineModule as unknown as WebAssembly.ModuleImports });
  engineModule.__wbg_set_wasm(instance.exports);
  const start = instance.exports["__wbindgen_start"];
  if (typeof start !== "function") throw new Error("schema_engine_bg.wasm has no __wbindgen_start: another version of the engine than this code knows");
  start();
}

/** A panic is thrown from a microtask of the engine's own and rejects none of its promises: it is caught as uncaught. */
async function orPanic<T>(work: Promise<T>): Promise<T> {
  const { promise: panicked, reject } = Promise.withResolvers<never>();
  const onUncaught = (error: Error): void => reject(new Error(`Prisma's schema engine failed: ${panicMessage ?? error.message}`, { cause: error }));
  process.once("uncaughtException", onUncaught);
  try {
    return await Promise.race([work, panicked]);
  } finally {
    process.off("uncaughtException", onUncaught);
  }
}

/**
 * Runs `work` with Prisma's schema engine, which needs no download: it is WebAssembly and talks through `pg`.
 * @param url `postgresql://…` of an existing database
 */
export async function withSchemaEngine<T>(url: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  loaded ??= loadWasm();
  await loaded;
  await using connections = new MigrationConnections(url);
  const adapter = bindMigrationAwareSqlAdapterFactory(connections);
  const engine = await engineModule.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
  const result = await orPanic(work(engine));
  engine.free();
  return result;
}
