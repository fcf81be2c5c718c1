import { UserError } from "../core/errors.ts";
import { errorCode } from "./connection_failure.ts";
import type { AppliedMigration } from "./plan_migrations.ts";
import type { Sql } from "./postgres_client.ts";

/** What one look at a server tells. */
export interface ServerState {
  /** Such as 180004 for 18.4. */
  readonly versionNumber: number;
  /** True if a pooler or proxy stands between: LISTEN, session locks and prepared statements cannot be relied on. */
  readonly pooled: boolean;
  /** The ledger of migrations; empty in a database that is not ours yet. */
  readonly applied: readonly AppliedMigration[];
}

interface StateRow {
  readonly pid: number;
  readonly version: number;
  readonly hidden: boolean;
  readonly applied: AppliedMigration[];
}

const OLDEST_VERSION = 15;
const UNDEFINED_TABLE = "42P01";
const INSUFFICIENT_PRIVILEGE = "42501";

/**
 * Looks at the server and the ledger in one query (two in a new database).
 *
 * @throws {UserError} If the server is older than PostgreSQL 15, or row-level security hides our tables from this role.
 */
export async function loadServerState(sql: Sql): Promise<ServerState> {
  const rows = await queryLedger(sql) ?? await queryServer(sql);
  const [{ pid, version, hidden, applied }] = rows;
  if (version < OLDEST_VERSION * 10_000) {
    throw new UserError(
      `Cannot use this server: it is PostgreSQL ${
        Math.floor(version / 10_000)
      }; ${OLDEST_VERSION} or later is needed`,
    );
  }
  if (hidden) throw hiddenTables(sql.options.user);
  // A pooler makes up the process number it announces; the server tells its own.
  return { versionNumber: version, pooled: rows.state.pid !== pid, applied };
}

/** `18.4` for 180004. */
export function formatServerVersion(versionNumber: number): string {
  return `${Math.floor(versionNumber / 10_000)}.${versionNumber % 10_000}`;
}

/** Null if there is no ledger yet. */
async function queryLedger(sql: Sql) {
  try {
    return await sql<[StateRow]>`
      select
        pg_backend_pid() as pid,
        current_setting('server_version_num')::int as version,
        row_security_active('schema_migrations') as hidden,
        (select coalesce(json_agg(json_build_object('name', name, 'sha256', sha256)), '[]') from schema_migrations)
          as applied`;
  } catch (error) {
    if (errorCode(error) === UNDEFINED_TABLE) return null;
    if (errorCode(error) === INSUFFICIENT_PRIVILEGE) throw hiddenTables(sql.options.user, error);
    throw error;
  }
}

async function queryServer(sql: Sql) {
  return await sql<[StateRow]>`
    select
      pg_backend_pid() as pid,
      current_setting('server_version_num')::int as version,
      false as hidden,
      '[]'::json as applied`;
}

function hiddenTables(user: string, cause?: unknown): UserError {
  return new UserError(
    `Cannot use this database as ${user}: row-level security hides our tables from that role; connect as the role ` +
      "that owns them, or as one with BYPASSRLS",
    { cause },
  );
}
