import { UserError } from "../core/errors.ts";
import { errorCode } from "./connection_failure.ts";
import type { Transaction } from "./postgres_client.ts";
import type { StoredTable } from "./stored_table.ts";

const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Keeps all others from writing to these tables until the transaction ends; reading goes on.
 *
 * @returns The names of those that are not empty.
 * @throws {UserError} If others are writing to them and do not end within ten seconds.
 */
export async function lockTables(
  transaction: Transaction,
  tables: readonly StoredTable[],
): Promise<string[]> {
  const names = tables.map(({ name }) => `"${name}"`);
  await transaction`set local lock_timeout = '10s'`;
  try {
    await transaction.unsafe(`lock table ${names.join(", ")} in share row exclusive mode`);
  } catch (error) {
    if (errorCode(error) !== LOCK_NOT_AVAILABLE) throw error;
    throw new UserError(
      "Cannot lock the tables: another process writes to them; stop it (its name is in pg_stat_activity) and try again",
      { cause: error },
    );
  }
  const filled: string[] = [];
  for (const { name } of tables) {
    if ((await transaction`select from ${transaction(name)} limit 1`).length > 0) filled.push(name);
  }
  return filled;
}
