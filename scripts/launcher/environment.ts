import { pathToFileURL } from "node:url";
import type { DataFolder } from "./data-folder.ts";
import type { PortPlan } from "./port-plan.ts";
import type { Secrets } from "./secrets.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What every process is told, by the names that lib/edges/env.ts reads. Pure.
 * @param outer the launcher's own environment: what it sets of STORAGE_URL, PUBLIC_URL, DELIVERY_URL and SEAWALL_SECRET goes
 */
export function processEnvironment(input: { outer: Environment; ports: PortPlan; folder: DataFolder; secrets: Secrets; databaseUrl: string; redisUrl: string }): Environment {
  const { outer, ports, folder, secrets } = input;
  return {
    ...outer,
    NEXT_TELEMETRY_DISABLED: "1",
    SEAWALL_DATA_DIR: folder.root,
    SEAWALL_SECRET: outer["SEAWALL_SECRET"] ?? secrets.appSecret,
    DATABASE_URL: input.databaseUrl,
    REDIS_URL: input.redisUrl,
    STORAGE_URL: outer["STORAGE_URL"] ?? pathToFileURL(folder.storage).href,
    PUBLIC_URL: outer["PUBLIC_URL"] ?? `http://localhost:${String(ports.front)}`,
    DELIVERY_URL: outer["DELIVERY_URL"] ?? `http://localhost:${String(ports.delivery)}`,
    FRONT_PORT: String(ports.front),
    DELIVERY_PORT: String(ports.delivery),
    WEB_PORT: String(ports.web),
    INTAKE_PORT: String(ports.intake),
  };
}
