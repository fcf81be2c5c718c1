import type { Sql } from "./postgres_client.ts";

/** How long the database took to answer, in milliseconds; null where no answer came within `limitMs`. */
export async function pingDatabase(sql: Sql, limitMs: number): Promise<number | null> {
  const startedAt = performance.now();
  const { promise: silence, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(resolve, limitMs, null);
  const answer = sql`select 1`.then(() => performance.now() - startedAt, () => null);
  const ms = await Promise.race([answer, silence]);
  clearTimeout(timer);
  return ms;
}
