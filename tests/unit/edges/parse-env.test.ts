import { describe, expect, test } from "vitest";
import { parseEnv } from "#lib/edges/env.ts";

const GOOD = { SEAWALL_SECRET: "s".repeat(32), DATABASE_URL: "postgresql://seawall@localhost:3020/seawall", REDIS_URL: "redis://localhost:3021", STORAGE_URL: "file:///data/storage" };

const messageOf = (raw: Readonly<Record<string, string | undefined>>): string => {
  try {
    parseEnv(raw);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
};

describe("the environment", () => {
  test("what must be set is enough; the rest has defaults", () => {
    expect(parseEnv(GOOD)).toEqual({
      dataDir: ".data",
      process: "script",
      secret: "s".repeat(32),
      maxUploadBytes: 104_857_600,
      imageChildren: 2,
      databaseUrl: GOOD.DATABASE_URL,
      redisUrl: GOOD.REDIS_URL,
      storageUrl: GOOD.STORAGE_URL,
      publicUrl: "http://localhost:3000",
      deliveryUrl: "http://localhost:3001",
      frontPort: 3000,
      deliveryPort: 3001,
      webPort: 3010,
      intakePort: 3011,
      logLevel: "info",
    });
  });

  test("numbers come as numbers", () => {
    expect(parseEnv({ ...GOOD, FRONT_PORT: "4000", SEAWALL_IMAGE_CHILDREN: "8", SEAWALL_MAX_UPLOAD_BYTES: "1000" })).toMatchObject({ frontPort: 4000, imageChildren: 8, maxUploadBytes: 1000 });
  });

  test("an empty environment names everything that is missing at once", () => {
    const lines = messageOf({}).split("\n");
    expect(lines[0]).toContain("npm start sets it");
    expect(lines.slice(1).map((line) => line.trim().split(":")[0])).toEqual(["SEAWALL_SECRET", "DATABASE_URL", "REDIS_URL", "STORAGE_URL"]);
  });

  test("missing and malformed ones are listed together", () => {
    const message = messageOf({ ...GOOD, REDIS_URL: undefined, FRONT_PORT: "70000", WEB_PORT: "3010a", LOG_LEVEL: "loud", SEAWALL_IMAGE_CHILDREN: "0" });
    for (const name of ["REDIS_URL", "FRONT_PORT", "WEB_PORT", "LOG_LEVEL", "SEAWALL_IMAGE_CHILDREN"]) expect(message).toContain(`  ${name}: `);
    for (const name of ["SEAWALL_SECRET", "DATABASE_URL", "STORAGE_URL"]) expect(message).not.toContain(name);
  });

  test.each([
    ["SEAWALL_SECRET", "s".repeat(31)],
    ["SEAWALL_SECRET", ""],
    ["SEAWALL_DATA_DIR", ""],
    ["DATABASE_URL", "mysql://localhost/seawall"],
    ["DATABASE_URL", "localhost:5432"],
    ["REDIS_URL", "http://localhost:6379"],
    ["STORAGE_URL", "/data/storage"],
    ["STORAGE_URL", "ftp://host/data"],
    ["PUBLIC_URL", "localhost"],
    ["FRONT_PORT", ""],
    ["FRONT_PORT", "0"],
    ["FRONT_PORT", "80.5"],
    ["DELIVERY_PORT", "65536"],
    ["INTAKE_PORT", "-1"],
    ["SEAWALL_MAX_UPLOAD_BYTES", "0"],
    ["SEAWALL_MAX_UPLOAD_BYTES", "lots"],
    ["SEAWALL_IMAGE_CHILDREN", "65"],
  ])("%s = %j stops the start", (name, value) => {
    expect(messageOf({ ...GOOD, [name]: value })).toMatch(new RegExp(`\\n {2}${name}: .+`));
  });

  test("the message names variables and never shows a value: secrets end in no log", () => {
    const message = messageOf({ SEAWALL_SECRET: "hunter2", DATABASE_URL: "mysql://u:swordfish@h/d", REDIS_URL: "http://:opensesame@h", STORAGE_URL: "x", LOG_LEVEL: "trustno1" });
    expect(message).toContain("DATABASE_URL");
    expect(message).not.toMatch(/hunter2|swordfish|opensesame|trustno1/);
  });
});
