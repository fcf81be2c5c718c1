import { errorMessage } from "../core/errors.ts";
import { ADOPTING_MIGRATION, type Adoption, copySeedRows, moveSeedTables } from "./adopt_seed_tables.ts";
import { loadMigrationFiles, type MigrationFile, type MigrationFiles } from "./migration_files.ts";
import { type AppliedMigration, planMigrations } from "./plan_migrations.ts";
import type { Queryable, Sql, Transaction } from "./postgres_client.ts";
import { findSeedTables } from "./seed_tables.ts";

/** "resift" in ASCII: a number that no other program is likely to lock. */
const MIGRATION_LOCK = 0x726573696674;

const LEDGER = `
  create table schema_migrations (
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default now(),
    constraint schema_migrations_pkey primary key (name)
  );
  comment on table schema_migrations is 'The files of sql/ that were applied here, and by the hash of which text.';
  alter table schema_migrations enable row level security`;

/**
 * Applies what is missing, each file in a transaction of its own, and returns the names of the files applied.
 * Processes that migrate at the same time wait for each other, and each file is applied once. Where the first file finds the
 * seed's tables, these are moved aside and their rows brought over in its transaction.
 *
 * @param onAdopted Gets what that did.
 * @throws {UserError} As {@linkcode planMigrations} does, or if the seed's tables cannot be adopted.
 */
export async function migrate(
  sql: Sql,
  files: MigrationFiles = loadMigrationFiles(),
  onAdopted?: (adoption: Adoption) => void,
): Promise<string[]> {
  const applied: string[] = [];
  for (;;) {
    const { name, adoption } = await sql.begin((transaction) => applyNext(transaction, files));
    if (adoption !== null) onAdopted?.(adoption);
    if (name === null) return applied;
    applied.push(name);
  }
}

/** What was applied, if anything was left to apply, and what was adopted with it. */
interface Step {
  readonly name: string | null;
  readonly adoption: Adoption | null;
}

async function applyNext(transaction: Transaction, files: MigrationFiles): Promise<Step> {
  await transaction`select pg_advisory_xact_lock(${MIGRATION_LOCK})`;
  const [ledger] = await transaction<[{ exists: boolean }]>`
    select to_regclass('schema_migrations') is not null as exists`;
  if (!ledger.exists) await transaction.unsafe(LEDGER).simple();
  const [next] = planMigrations(files, await loadAppliedMigrations(transaction));
  if (!next) return { name: null, adoption: null };
  const old = next.name === ADOPTING_MIGRATION ? await findSeedTables(transaction) : [];
  const movedTo = old.length === 0 ? null : await moveSeedTables(transaction, old);
  await runFile(transaction, next);
  const adoption = movedTo === null ? null : await copySeedRows(transaction, movedTo, old);
  // A numbered file may have dropped functions and views: all of those are due again.
  if (files.numbered.includes(next)) {
    const numbered = files.numbered.map(({ name }) => name);
    await transaction`delete from schema_migrations where name not in ${transaction(numbered)}`;
  }
  await transaction`
    insert into schema_migrations (name, sha256) values (${next.name}, ${next.sha256})
    on conflict (name) do update set sha256 = excluded.sha256, applied_at = now()`;
  return { name: next.name, adoption };
}

/** Loads the ledger; fails with SQLSTATE 42P01 where there is none yet. */
export async function loadAppliedMigrations(sql: Queryable): Promise<AppliedMigration[]> {
  return await sql<AppliedMigration[]>`select name, sha256 from schema_migrations`;
}

async function runFile(transaction: Transaction, { name, text }: MigrationFile): Promise<void> {
  try {
    await transaction.unsafe(text).simple();
  } catch (cause) {
    const position = cause instanceof Error && "position" in cause ? Number(cause.position) : NaN;
    const line = Number.isNaN(position) ? "" : ` line ${text.slice(0, position).split("\n").length}`;
    throw new Error(
      `Cannot apply sql/${name}${line}: ${errorMessage(cause)}; nothing of this file was kept`,
      { cause },
    );
  }
}
