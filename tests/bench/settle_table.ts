import type { Sql } from "../../lib/store/database.ts";

/** Cleans up after what was done to a table, so that none of it is paid for in the next measured time. */
export async function settleTable(sql: Sql, table: string): Promise<void> {
  await sql`vacuum analyze ${sql(table)}`;
  await sql`checkpoint`;
}
