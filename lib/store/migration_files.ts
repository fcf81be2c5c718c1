import { sha256Hex } from "../core/fingerprint.ts";

/** A file of sql/. */
export interface MigrationFile {
  /** `0001_name.sql` for a numbered one, `queue.sql` for a repeatable one. */
  readonly name: string;
  readonly sha256: string;
  readonly text: string;
}

/** What makes a database ours. */
export interface MigrationFiles {
  /** Applied once, in this order; never changed afterwards. */
  readonly numbered: readonly MigrationFile[];
  /** Functions and views, applied again whenever their text changes. */
  readonly repeatable: readonly MigrationFile[];
}

const SQL_FOLDER = new URL("../../sql/", import.meta.url);
const NUMBERED = /^\d{4}_[a-z0-9_]+\.sql$/;
const DUMP = "schema.sql";

/** Loads the migrations from `folder`, which is the project's sql/ unless a test says otherwise. */
export function loadMigrationFiles(folder: URL = SQL_FOLDER): MigrationFiles {
  return {
    numbered: loadFiles(new URL("migrations/", folder), (name) => NUMBERED.test(name)),
    repeatable: loadFiles(folder, (name) => name.endsWith(".sql") && name !== DUMP),
  };
}

function loadFiles(folder: URL, belongs: (name: string) => boolean): MigrationFile[] {
  const names = [...Deno.readDirSync(folder)].filter((entry) => entry.isFile).map(({ name }) => name);
  return names.filter(belongs).sort().map((name) => {
    const text = Deno.readTextFileSync(new URL(name, folder));
    return { name, sha256: sha256Hex(text), text };
  });
}
