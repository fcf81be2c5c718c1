import type { Sql } from "../../lib/store/database.ts";
import { formatTestDatabaseName, parseTestDatabaseName } from "./test_database_name.ts";

const LEFTOVER_AFTER_MS = 3_600_000;

/** Drops what the tests made more than an hour ago and nobody is connected to, but not the newest template. */
export async function dropTestLeftovers(sql: Sql, now: Date): Promise<void> {
  const rows = await sql<{ name: string }[]>`
    select datname as name from pg_database d
    where datname ~ '^resift_te' and not exists (select from pg_stat_activity a where a.datid = d.oid)`;
  const made = rows.map(({ name }) => parseTestDatabaseName(name)).filter((name) => name !== null);
  const newestTemplateMs = Math.max(
    ...made.filter(({ kind }) => kind === "template").map(({ madeMs }) => madeMs),
  );
  for (const name of made) {
    if (now.getTime() - name.madeMs < LEFTOVER_AFTER_MS) continue;
    if (name.kind === "template" && name.madeMs === newestTemplateMs) continue;
    // It is no matter if someone else drops it at this moment, or uses it after all.
    await sql`drop database if exists ${sql(formatTestDatabaseName(name))}`.catch(() => {});
  }
}
