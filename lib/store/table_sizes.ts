import type { Sql } from "./postgres_client.ts";

/** How large a table is. */
export interface TableSize {
  readonly table: string;
  readonly rows: number;
  /** With its indexes and out-of-line values. */
  readonly bytes: number;
}

/** Loads the size of each of our tables; rows are counted one by one. */
export async function loadTableSizes(sql: Sql): Promise<TableSize[]> {
  const tables = await sql<{ table: string; bytes: number }[]>`
    select relname as table, pg_total_relation_size(oid) as bytes
    from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'r'
    order by relname collate "C"`;
  return await Promise.all(tables.map(async ({ table, bytes }) => {
    const [row] = await sql<[{ rows: number }]>`select count(*) as rows from ${sql(table)}`;
    return { table, rows: row.rows, bytes };
  }));
}

/** Loads the size of the whole database in bytes. */
export async function loadDatabaseBytes(sql: Sql): Promise<number> {
  const [row] = await sql<[{ bytes: number }]>`select pg_database_size(current_database()) as bytes`;
  return row.bytes;
}
