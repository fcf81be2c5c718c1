import { UserError } from "../core/errors.ts";
import { explainConnectionFailure } from "./connection_failure.ts";
import { embeddedAddress, readEmbeddedConnection } from "./embedded_connection.ts";
import { chooseEmbeddedPlace, type EmbeddedPlace } from "./embedded_place.ts";
import { readPostmaster } from "./embedded_postmaster.ts";
import { startEmbeddedServer } from "./embedded_server.ts";
import { migrate } from "./migrate.ts";
import { loadMigrationFiles } from "./migration_files.ts";
import { planMigrations } from "./plan_migrations.ts";
import { openPostgresClient, type Sql } from "./postgres_client.ts";
import { describeAddress, parseDatabaseUrl, type ServerAddress } from "./server_address.ts";
import { loadServerState, type ServerState } from "./server_state.ts";

export type { Queryable, Sql, Transaction } from "./postgres_client.ts";

/** The settings that say which database. */
export interface DatabaseSettings {
  /** A connection string; null: the embedded server of this checkout. */
  readonly DATABASE_URL: string | null;
  readonly SUPABASE_URL?: string | null;
}

/** How to open it. */
export interface DatabaseOptions {
  /** Default 4. */
  readonly maxConnections?: number;
  /** Shown in pg_stat_activity. Default "resift". */
  readonly applicationName?: string;
  /** How long the server may take to let us in. Default 15. */
  readonly connectTimeoutSeconds?: number;
  /**
   * What to do about missing migrations: apply them, refuse the database, or take it as it is.
   * Default: "apply" on the embedded server, "require" on another.
   */
  readonly migrations?: "apply" | "require" | "ignore";
}

/** An open database. */
export interface Database extends AsyncDisposable {
  readonly sql: Sql;
  /** "embedded" is the server that this checkout started by itself. */
  readonly kind: "embedded" | "server";
  /** `host:port/database`; no secret is in it. */
  readonly description: string;
  /** Where it is and as whom we entered; holds the password. */
  readonly address: ServerAddress;
  /** What was found when it was opened, before any migration. */
  readonly state: ServerState;
  /** Ends all connections; afterwards nothing keeps the process alive. */
  close(): Promise<void>;
}

/** A server of this machine that is silent for so long is not ours, or has to be waited for under the lock. */
const ATTACH_TIMEOUT_SECONDS = 3;
/** The client waits this long, in vain, for a connection that the server cut during a query. */
const CLOSE_TIMEOUT_SECONDS = 1;

/**
 * Opens the database of the settings, and starts the embedded server if it is that and does not run.
 *
 * @throws {UserError} If it cannot be reached or used, or lacks migrations that may not be applied here; the message
 * says what to do.
 */
export async function openDatabase(
  settings: DatabaseSettings,
  options: DatabaseOptions = {},
): Promise<Database> {
  if (settings.DATABASE_URL === null && settings.SUPABASE_URL) {
    throw new UserError(
      "Cannot connect with SUPABASE_URL alone: set DATABASE_URL to the project's connection string, which its page " +
        'shows under "Connect" as "Transaction pooler" (put the database password in), or unset SUPABASE_URL to use ' +
        "the embedded PostgreSQL",
    );
  }
  const database = settings.DATABASE_URL === null
    ? await openEmbeddedDatabase(chooseEmbeddedPlace(), options)
    : await connect("server", parseDatabaseUrl(settings.DATABASE_URL), options);
  try {
    await settleMigrations(
      database,
      options.migrations ?? (database.kind === "embedded" ? "apply" : "require"),
    );
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Opens the embedded server's database as it is, and starts the server if it does not run. */
export async function openEmbeddedDatabase(
  place: EmbeddedPlace,
  options: DatabaseOptions = {},
): Promise<Database> {
  return await attachEmbeddedDatabase(place, options) ??
    await connect("embedded", embeddedAddress(await startEmbeddedServer(place)), options);
}

/** Opens the embedded server's database if that server runs: two files are read, no program runs, no lock is taken. */
export async function attachEmbeddedDatabase(
  place: EmbeddedPlace,
  options: DatabaseOptions = {},
): Promise<Database | null> {
  const known = readEmbeddedConnection(place);
  if (!known || !readPostmaster(place)?.ready) return null;
  try {
    return await connect("embedded", embeddedAddress(known), {
      ...options,
      connectTimeoutSeconds: ATTACH_TIMEOUT_SECONDS,
    });
  } catch (error) {
    // It was killed, or its port is another's now.
    if (error instanceof UserError) return null;
    throw error;
  }
}

async function connect(
  kind: Database["kind"],
  address: ServerAddress,
  { maxConnections = 4, applicationName = "resift", connectTimeoutSeconds = 15 }: DatabaseOptions,
): Promise<Database> {
  const description = describeAddress(address);
  const prepare = kind === "embedded";
  const sql = openPostgresClient(address, {
    maxConnections,
    applicationName,
    connectTimeoutSeconds,
    prepare,
  });
  const close = () => sql.end({ timeout: CLOSE_TIMEOUT_SECONDS });
  try {
    const state = await loadServerState(sql);
    return { sql, kind, description, address, state, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw explainConnectionFailure(error, description) ?? error;
  }
}

async function settleMigrations(
  { sql, state, description }: Database,
  wish: NonNullable<DatabaseOptions["migrations"]>,
): Promise<void> {
  if (wish === "ignore") return;
  const files = loadMigrationFiles();
  const missing = planMigrations(files, state.applied).length;
  if (missing === 0) return;
  if (wish === "apply") {
    await migrate(sql, files);
    return;
  }
  throw new UserError(
    `Database is ${missing} ${missing === 1 ? "migration" : "migrations"} behind (${description}); ` +
      "run: deno task db migrate",
  );
}
