import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";
import { loadSchemaNames } from "./schema_names.ts";

const ColumnSchema = z.object({
  name: z.string(),
  /** As PostgreSQL writes it: `bigint`, `numeric(12,6)`. */
  type: z.string(),
  isGenerated: z.boolean(),
  isIdentity: z.boolean(),
});

const StoredTableSchema = z.object({
  name: z.string(),
  columns: z.array(ColumnSchema),
  /** The columns of the primary key, in its order. */
  key: z.array(z.string()),
  /** The tables its foreign keys point to. */
  parents: z.array(z.string()),
});

/** A column as the catalogs describe it. */
export type StoredColumn = z.infer<typeof ColumnSchema>;

/** A table as the catalogs describe it. */
export type StoredTable = z.infer<typeof StoredTableSchema>;

/**
 * What describes the database it lies in, and so is never carried to another: the ledger of migrations, and which gates are open.
 */
const KEPT_HERE = ["schema_migrations", "delivery_gates"];

/**
 * Describes all of our tables that can be carried to another database, each after those its foreign keys point to.
 *
 * @throws {Error} If one has no primary key, or foreign keys form a circle.
 */
export async function loadStoredTables(sql: Queryable): Promise<StoredTable[]> {
  const names = loadSchemaNames().tables.filter((name) => !KEPT_HERE.includes(name));
  const rows = await sql`
    select
      c.relname as name,
      (
        select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'isGenerated', a.attgenerated <> '', 'isIdentity', a.attidentity <> '') order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      ) as columns,
      (
        select coalesce(json_agg(a.attname order by k.place), '[]')
        from pg_constraint n
        cross join lateral unnest(n.conkey) with ordinality as k (attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where n.conrelid = c.oid and n.contype = 'p'
      ) as key,
      (
        select coalesce(json_agg(p.relname), '[]')
        from pg_constraint n join pg_class p on p.oid = n.confrelid
        where n.conrelid = c.oid and n.contype = 'f' and n.confrelid <> c.oid
      ) as parents
    from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and c.relname = any (${`{${names.join(",")}}`}::text::name[])
    order by c.relname collate "C"`;
  return orderByForeignKeys(z.array(StoredTableSchema).parse([...rows]));
}

/** Puts each table after those it points to, else by name. */
export function orderByForeignKeys(tables: readonly StoredTable[]): StoredTable[] {
  const ordered: StoredTable[] = [];
  let rest = [...tables];
  while (rest.length > 0) {
    const waiting = new Set(rest.map(({ name }) => name));
    const next = rest.find(({ parents }) => !parents.some((parent) => waiting.has(parent)));
    if (next === undefined) {
      throw new Error(
        `Cannot order the tables: the foreign keys of ${[...waiting].join(", ")} form a circle`,
      );
    }
    ordered.push(next);
    rest = rest.filter((table) => table !== next);
  }
  return ordered;
}
