import { waitAtMost } from "../runtime/wait_at_most.ts";
import type { Sql } from "./postgres_client.ts";

/** How long the database took to answer, in milliseconds; null where no answer came within `limitMs`. */
export async function pingDatabase(sql: Sql, limitMs: number): Promise<number | null> {
  const startedAt = performance.now();
  return await waitAtMost(sql`select 1`.then(() => performance.now() - startedAt, () => null), limitMs);
}
