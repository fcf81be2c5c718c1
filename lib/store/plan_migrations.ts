import { UserError } from "../core/errors.ts";
import type { MigrationFile, MigrationFiles } from "./migration_files.ts";

/** A row of `schema_migrations`. */
export interface AppliedMigration {
  readonly name: string;
  readonly sha256: string;
}

/**
 * Which files have yet to be applied, in order. A new numbered one brings along every repeatable one, for it may have
 * dropped a view or function that was in its way.
 *
 * @throws {UserError} If an applied numbered file was changed since, or the database knows one that is not here.
 */
export function planMigrations(files: MigrationFiles, applied: readonly AppliedMigration[]): MigrationFile[] {
  const ledger = new Map(applied.map(({ name, sha256 }) => [name, sha256]));
  const changed = files.numbered.filter(({ name, sha256 }) =>
    ledger.has(name) && ledger.get(name) !== sha256
  );
  if (changed.length > 0) {
    throw new UserError(
      `Cannot use the database: ${
        listNames(changed)
      } was changed after it had been applied; put the file back as it ` +
        "was and make the change in a new numbered file",
    );
  }
  const here = new Set(files.numbered.map(({ name }) => name));
  const ahead = applied.filter(({ name }) => /^\d{4}_/.test(name) && !here.has(name));
  if (ahead.length > 0) {
    throw new UserError(
      `Cannot use the database: it has ${
        listNames(ahead)
      }, which this checkout does not; update the checkout`,
    );
  }
  const numbered = files.numbered.filter(({ name }) => !ledger.has(name));
  const repeatable = files.repeatable.filter(({ name, sha256 }) =>
    numbered.length > 0 || ledger.get(name) !== sha256
  );
  return [...numbered, ...repeatable];
}

function listNames(migrations: readonly { readonly name: string }[]): string {
  return migrations.map(({ name }) => name).join(", ");
}
