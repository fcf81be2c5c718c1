const SCHEMA_DUMP = new URL("../../sql/schema.sql", import.meta.url);

/** What sql/schema.sql creates. Other tables of a database are not ours. */
export interface SchemaNames {
  readonly tables: readonly string[];
  /** Those that are no column's own. */
  readonly sequences: readonly string[];
}

/** Reads the names in the committed dump, which a test holds to be that of a migrated database. */
export function loadSchemaNames(): SchemaNames {
  const text = Deno.readTextFileSync(SCHEMA_DUMP);
  const namesOf = (kind: string) =>
    [...text.matchAll(new RegExp(`^CREATE ${kind} (\\w+)`, "gm"))].map(([, name = ""]) => name);
  return { tables: namesOf("TABLE"), sequences: namesOf("SEQUENCE") };
}
