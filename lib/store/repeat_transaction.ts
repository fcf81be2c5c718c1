import * as z from "zod";
import type { Sql, Transaction } from "./postgres_client.ts";
import { type RepeatOptions, repeatStatement } from "./repeat_statement.ts";

/** An attempt of which no end was heard. */
interface Attempt<Result> {
  readonly transactionId: string;
  /** Null where its commit was not asked for. */
  readonly done: { readonly result: Result } | null;
}

/**
 * Runs a transaction, and again as `repeatStatement` does where its connection was lost or another went first. It is done once
 * all the same: where the answer to its commit was lost, the server is asked whether it was done.
 *
 * @param work May be called several times; what it did before has not happened then.
 * @throws What `work` or the commit threw, if that does not pass or did not pass in time.
 */
export async function repeatTransaction<Result>(
  sql: Sql,
  options: RepeatOptions,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  let last: Attempt<Result> | null = null;
  const attempt = async () => {
    // What the server still holds for the last attempt would be in the way of the next.
    if (last !== null && await hasCommitted(sql, last.transactionId) && last.done !== null) {
      return last.done.result;
    }
    const { result } = await sql.begin(async (transaction) => {
      const loadId = async () => {
        const transactionId = await loadTransactionId(transaction);
        last = { transactionId, done: null };
        return transactionId;
      };
      // In one go: an answer that is waited for costs the time until this busy process looks.
      const [transactionId, result] = await Promise.all([loadId(), work(transaction)]);
      last = { transactionId, done: { result } };
      return { result };
    });
    return result;
  };
  return await repeatStatement(attempt, options);
}

async function loadTransactionId(transaction: Transaction): Promise<string> {
  const [row] = await transaction`select pg_current_xact_id()::text as id`;
  return z.object({ id: z.string() }).parse(row).id;
}

/** @throws {PendingTransactionError} If the server does not know yet: it may not have noticed that nobody listens any more. */
async function hasCommitted(sql: Sql, transactionId: string): Promise<boolean> {
  const [row] = await sql`select pg_xact_status(${transactionId}::text::xid8) as status`;
  const { status } = z.object({ status: z.string().nullable() }).parse(row);
  if (status === "in progress") throw new PendingTransactionError();
  return status === "committed";
}

/** To ask again in a moment, like a lock that is not available. */
class PendingTransactionError extends Error {
  override readonly name = "PendingTransactionError";
  readonly code = "55P03";

  constructor() {
    super("the server has not ended the transaction of a lost connection yet");
  }
}
