import type { Channel, RawMessage } from "../schema/raw_message.ts";
import type { Sql, Transaction } from "../store/database.ts";
import { RawMessageRows } from "../store/raw_message_rows.ts";
import { ingestBatch } from "./ingest_batch.ts";
import type { IngestCounts } from "./ingest_counts.ts";
import type { ReadingOptions } from "./iter_history.ts";

/** What became of messages that were just seen in Telegram. */
export interface StoredSeen {
  readonly counts: IngestCounts;
  readonly deleted: number;
}

/**
 * Stores messages of one channel that were just seen in Telegram, and so are not deleted, and tells of those the database refuses.
 *
 * @param markDeleted Marks in the same transaction what is gone, and records what goes with the messages. Returns how many were marked;
 * it may be called again where the transaction is repeated.
 */
export async function storeSeen(
  sql: Sql,
  channel: Channel,
  messages: readonly RawMessage[],
  markDeleted: (transaction: Transaction) => Promise<number>,
  options: Pick<ReadingOptions, "runId" | "enqueueVersion" | "signal" | "onTrouble" | "onRefused">,
): Promise<StoredSeen> {
  let deleted = 0;
  const { counts, refused } = await ingestBatch(sql, {
    channel,
    messages: RawMessageRows.of(messages),
    rejected: 0,
    async alongside(transaction) {
      deleted = await markDeleted(transaction);
    },
  }, { ...options, reappeared: true });
  for (const { index, reason } of refused) options.onRefused?.(messages[index]?.messageId ?? 0, reason);
  return { counts, deleted };
}
