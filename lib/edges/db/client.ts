import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "#prisma/generated/client.ts";
import { env } from "../env.ts";

export type Tx = Prisma.TransactionClient;
export { Prisma } from "#prisma/generated/client.ts";

/** A statement may not hold a connection longer than this; the control plane stays quick. */
const STATEMENT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 3_000;

/** Opens a pool of connections to Postgres. @param url `postgresql://…` */
export function openDb(url: string, poolSize = 8): PrismaClient {
  const adapter = new PrismaPg({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
  });
  return new PrismaClient({ adapter });
}

export type Db = ReturnType<typeof openDb>;

let shared: Db | undefined;

/** This process's pool, opened at first use. */
export function db(): Db {
  shared ??= openDb(env().databaseUrl);
  return shared;
}

export async function closeDb(): Promise<void> {
  await shared?.$disconnect();
  shared = undefined;
}

/** Runs `work` in one transaction; inside a transaction it joins it. Rolls back when `work` throws. */
export async function inTransaction<T>(work: (tx: Tx) => Promise<T>, tx?: Tx): Promise<T> {
  return tx === undefined ? await db().$transaction(work, { timeout: STATEMENT_TIMEOUT_MS, maxWait: 5_000 }) : await work(tx);
}

/** Waits for, then holds a named lock until the transaction ends, across all processes. */
export async function lockFor(tx: Tx, name: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** True when Postgres itself is away, as opposed to a query that is wrong. */
export function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const text = `${error.message} ${(error as { code?: string }).code ?? ""}`;
  return /ECONNREFUSED|ECONNRESET|P1001|P1002|P1017|P2024|57P0\d|Connection terminated|timeout exceeded when trying to connect|Can't reach database|ConnectionClosed|shutting down/i.test(text);
}
