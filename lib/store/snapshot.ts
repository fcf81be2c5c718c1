import type { Sql, Transaction } from "./database.ts";

/**
 * Reads in one snapshot: whatever others commit meanwhile, all statements of `read` see the same rows. Nothing can be
 * written in it. It is one transaction, so it also holds behind a pooler.
 */
export async function readInSnapshot<Result>(
  sql: Sql,
  read: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const { result } = await sql.begin(
    "isolation level repeatable read read only",
    async (transaction) => ({ result: await read(transaction) }),
  );
  return result;
}

/**
 * Runs `work` in one transaction that sees one snapshot and may write. A row that another session changes meanwhile makes it
 * fail and leave everything as it was.
 */
export async function writeInSnapshot<Result>(
  sql: Sql,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const { result } = await sql.begin(
    "isolation level repeatable read",
    async (transaction) => ({ result: await work(transaction) }),
  );
  return result;
}
