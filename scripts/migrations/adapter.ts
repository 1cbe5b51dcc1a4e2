import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum, type SqlDriverAdapter, type SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { randomUUID } from "node:crypto";
import { Client, Pool, type QueryResult } from "pg";

/** Postgres's one-byte "char" of the system catalogues, which adapter-pg does not know, and text, which it reads instead. */
const [CHAR_OID, TEXT_OID] = [18, 25];

/** For each result, which of its columns were "char": the engine insists on being told. Keyed by the rows, which both layers share. */
const charColumns = new WeakMap<object, readonly number[]>();

function readCharAsText(pool: Pool): Pool {
  const query = pool.query.bind(pool) as (config: unknown) => Promise<QueryResult | QueryResult[]>;
  pool.query = (async (config: unknown) => {
    const result = await query(config);
    for (const { fields, rows } of [result].flat()) {
      charColumns.set(rows, fields.flatMap(({ dataTypeID }, index) => (dataTypeID === CHAR_OID ? [index] : [])));
      for (const field of fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
    }
    return result;
  }) as typeof pool.query;
  return pool;
}

function reportChar(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  return adapter;
}

/**
 * adapter-pg cuts a script at every semicolon, through the bodies of functions too, and sends the pieces on any connection.
 * Sent whole it is one implicit transaction: a migration is applied altogether or not at all.
 */
function sendScriptsWhole(adapter: SqlDriverAdapter): SqlDriverAdapter {
  adapter.executeScript = async (script) => {
    await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
  };
  return adapter;
}

async function runOnce(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * How Prisma's schema engine reaches Postgres. The engine never closes what it opened, and holds its lock on the database
 * for as long as that is open: disposing of this is what ends both.
 */
export class MigrationConnections implements SqlMigrationAwareDriverAdapterFactory, AsyncDisposable {
  readonly provider = "postgres";
  readonly adapterName = "@prisma/adapter-pg";
  readonly #url: string;
  readonly #pools: Pool[] = [];
  readonly #shadows: string[] = [];

  /** @param url `postgresql://…`; to compare with a migrations folder its user must be allowed to create databases */
  constructor(url: string) {
    this.#url = url;
  }

  async connect(): Promise<SqlDriverAdapter> {
    return await this.#open(this.#url);
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const name = `seawall_shadow_${randomUUID().replaceAll("-", "")}`;
    await runOnce(this.#url, `create database ${name}`);
    this.#shadows.push(name);
    const shadow = new URL(this.#url);
    shadow.pathname = `/${name}`;
    return await this.#open(shadow.href);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const pool of this.#pools.splice(0)) await pool.end();
    for (const name of this.#shadows.splice(0)) await runOnce(this.#url, `drop database ${name} with (force)`);
  }

  async #open(url: string): Promise<SqlDriverAdapter> {
    const pool = readCharAsText(new Pool({ connectionString: url, max: 2 }));
    this.#pools.push(pool);
    const adapter = sendScriptsWhole(reportChar(await new PrismaPg(pool).connect()));
    // All of it is closed at the end, once.
    adapter.dispose = async () => undefined;
    return adapter;
  }
}
