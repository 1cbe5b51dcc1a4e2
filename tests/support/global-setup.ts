import type { TestProject } from "vitest/node";
import { startServices } from "./services.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrl: string;
    redisUrl: string;
  }
}

/** One Postgres and one Redis for all integration tests: `inject("databaseUrl")`, `inject("redisUrl")`, or the environment. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const services = await startServices();
  project.provide("databaseUrl", services.databaseUrl);
  project.provide("redisUrl", services.redisUrl);
  // Workers of the pool are started after this and inherit it.
  process.env["DATABASE_URL"] = services.databaseUrl;
  process.env["REDIS_URL"] = services.redisUrl;
  return services.stop;
}
