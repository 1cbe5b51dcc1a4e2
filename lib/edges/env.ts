import { z } from "zod";

const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback);

const environment = z.object({
  SEAWALL_DATA_DIR: z.string().min(1).default(".data"),
  SEAWALL_PROCESS: z.string().default("script"),
  SEAWALL_SECRET: z.string().min(32, "SEAWALL_SECRET must have at least 32 characters"),
  SEAWALL_MAX_UPLOAD_BYTES: z.coerce.number().int().positive().default(100 * 1024 * 1024),
  SEAWALL_IMAGE_CHILDREN: z.coerce.number().int().min(1).max(64).default(2),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }),
  STORAGE_URL: z.url({ protocol: /^file$/ }),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).default("http://localhost:3000"),
  DELIVERY_URL: z.url({ protocol: /^https?$/ }).default("http://localhost:3001"),
  FRONT_PORT: port(3000),
  DELIVERY_PORT: port(3001),
  WEB_PORT: port(3010),
  INTAKE_PORT: port(3011),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export type Env = {
  readonly dataDir: string;
  readonly process: string;
  readonly secret: string;
  readonly maxUploadBytes: number;
  readonly imageChildren: number;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly storageUrl: string;
  readonly publicUrl: string;
  readonly deliveryUrl: string;
  readonly frontPort: number;
  readonly deliveryPort: number;
  readonly webPort: number;
  readonly intakePort: number;
  readonly logLevel: string;
};

/**
 * Reads the environment into typed configuration.
 * @throws Error naming every variable that is missing or malformed, so that a start fails with a list and not a crash.
 */
export function parseEnv(raw: Readonly<Record<string, string | undefined>>): Env {
  const parsed = environment.safeParse(raw);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not complete (npm start sets it):\n${problems.join("\n")}`);
  }
  const values = parsed.data;
  return {
    dataDir: values.SEAWALL_DATA_DIR,
    process: values.SEAWALL_PROCESS,
    secret: values.SEAWALL_SECRET,
    maxUploadBytes: values.SEAWALL_MAX_UPLOAD_BYTES,
    imageChildren: values.SEAWALL_IMAGE_CHILDREN,
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    storageUrl: values.STORAGE_URL,
    publicUrl: values.PUBLIC_URL,
    deliveryUrl: values.DELIVERY_URL,
    frontPort: values.FRONT_PORT,
    deliveryPort: values.DELIVERY_PORT,
    webPort: values.WEB_PORT,
    intakePort: values.INTAKE_PORT,
    logLevel: values.LOG_LEVEL,
  };
}

let cached: Env | undefined;

/** The configuration of this process, read once. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}
