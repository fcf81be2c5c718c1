import { errorMessage } from "../core/errors.ts";
import { enqueueMessages } from "../queue/enqueue_messages.ts";
import type { Channel } from "../schema/raw_message.ts";
import { saveChannel } from "../store/channels.ts";
import { UnstorableValueError } from "../store/copy_encoder.ts";
import type { Sql, Transaction } from "../store/database.ts";
import { addRunProgress } from "../store/ingestion_runs.ts";
import { isDataError } from "../store/postgres_errors.ts";
import type { RawMessageRows, RowSelection } from "../store/raw_message_rows.ts";
import {
  appendRawMessages,
  hasMessagesBetween,
  type SavedMessages,
  type SaveOptions,
  saveRawMessages,
} from "../store/raw_messages.ts";
import type { RepeatOptions } from "../store/repeat_statement.ts";
import { repeatTransaction } from "../store/repeat_transaction.ts";
import { addCounts, countsOf, type IngestCounts } from "./ingest_counts.ts";

/** Messages of one channel that are stored in one transaction. */
export interface IngestBatch {
  /** Its row is written or brought up to date along with the messages. */
  readonly channel: Channel;
  readonly messages: RawMessageRows;
  /** Records that were read and given up before they became messages; they are only counted. */
  readonly rejected: number;
  /**
   * What belongs to the batch beside its messages, such as how far a source has been read: done after them, in the same transaction
   * (that of the last part, where the batch is halved). It may be called again where a transaction is repeated.
   */
  readonly alongside?: (transaction: Transaction) => Promise<void>;
}

export interface IngestOptions extends SaveOptions, RepeatOptions {
  /** The run that the counts are added to; null for none. */
  readonly runId: number | null;
  /** The version whose jobs new and edited posts become in the same transaction; it is known already. Null, the default, is none. */
  readonly enqueueVersion?: string | null;
  /** Whether to count and keep nothing. Default false. */
  readonly dryRun?: boolean;
}

/** A message that the database refuses, and why. */
export interface RefusedMessage {
  /** Its position in the batch, from 0. */
  readonly index: number;
  readonly reason: string;
}

export interface IngestedBatch {
  readonly counts: IngestCounts;
  readonly refused: readonly RefusedMessage[];
}

/**
 * Stores a batch in one transaction. Of messages with the same id the last is stored and the others are counted as
 * duplicates. Where the database refuses a value, the batch is halved until the message that holds it stands alone:
 * one bad message costs one message. Where the connection is lost, the batch is stored over a new one, once.
 *
 * @throws If the database stays out of reach (see `repeatStatement`); then nothing of the batch is stored, or (after halving)
 * a part.
 */
export async function ingestBatch(
  sql: Sql,
  batch: IngestBatch,
  options: IngestOptions,
): Promise<IngestedBatch> {
  const messages = batch.messages.selectNewest();
  const known = countsOf({
    duplicates: batch.messages.count - messages.count,
    rejected: batch.rejected,
  });
  return await saveHalving(
    sql,
    { channel: batch.channel, messages, known, alongside: batch.alongside },
    options,
  );
}

/** A batch or a half of it. */
interface Part {
  readonly channel: Channel;
  readonly messages: RowSelection;
  /** What is counted already and goes into the transaction of the last part. */
  readonly known: IngestCounts;
  readonly alongside: IngestBatch["alongside"];
}

async function saveHalving(sql: Sql, part: Part, options: IngestOptions): Promise<IngestedBatch> {
  const { channel, messages, known, alongside } = part;
  try {
    return { counts: await saveInTransaction(sql, part, options), refused: [] };
  } catch (error) {
    const [index] = messages.indices;
    if (index === undefined || !isRefusal(error)) throw error;
    const [firstHalf, secondHalf] = messages.halve();
    if (messages.count === 1) {
      const counts = addCounts(known, countsOf({ rejected: 1 }));
      return {
        counts: await saveInTransaction(sql, { ...part, messages: secondHalf, known: counts }, options),
        refused: [{ index, reason: `the database refuses it: ${errorMessage(error)}` }],
      };
    }
    const left = await saveHalving(
      sql,
      { channel, messages: firstHalf, known: countsOf({}), alongside: undefined },
      options,
    );
    const right = await saveHalving(sql, { channel, messages: secondHalf, known, alongside }, options);
    return { counts: addCounts(left.counts, right.counts), refused: [...left.refused, ...right.refused] };
  }
}

async function saveInTransaction(
  sql: Sql,
  { channel, messages, known, alongside }: Part,
  options: IngestOptions,
): Promise<IngestCounts> {
  const save = (mayAppend: boolean) =>
    repeatTransaction(sql, options, async (transaction) => {
      // Asked in one go: each answer that is waited for costs the time until this busy process looks.
      const [, isAppend] = await Promise.all([
        saveChannel(transaction, channel),
        mayAppend && hasNoneOf(transaction, channel.channelId, messages),
      ]);
      const saved = await saveMessages(transaction, messages, isAppend, options);
      if (options.enqueueVersion) {
        const messageIds = messages.indices.map((index) => messages.rows.messageId(index));
        await enqueueMessages(transaction, options.enqueueVersion, channel.channelId, messageIds);
      }
      await alongside?.(transaction);
      const counts = addCounts(known, countsOf(saved));
      if (options.runId !== null) {
        await addRunProgress(transaction, options.runId, channel.channelId, counts, messages.lastId);
      }
      if (options.dryRun) throw new DryRunEnd(counts);
      return counts;
    });
  try {
    if (messages.count <= 1) return await save(false);
    try {
      return await save(true);
    } catch (error) {
      // A batch that could not be appended may have met another writer's messages: merged, it can tell.
      if (!isRefusal(error)) throw error;
      return await save(false);
    }
  } catch (error) {
    if (error instanceof DryRunEnd) return error.counts;
    throw error;
  }
}

async function hasNoneOf(
  transaction: Transaction,
  channelId: number,
  { firstId, lastId }: RowSelection,
): Promise<boolean> {
  return firstId === null || lastId === null ||
    !await hasMessagesBetween(transaction, channelId, firstId, lastId);
}

async function saveMessages(
  transaction: Transaction,
  messages: RowSelection,
  isAppend: boolean,
  options: IngestOptions,
): Promise<SavedMessages> {
  const appended = { new: messages.count, edited: 0, refreshed: 0, unchanged: 0, older: 0 };
  if (messages.count === 0) return appended;
  if (!isAppend) return await saveRawMessages(transaction, messages, options);
  await appendRawMessages(transaction, messages);
  return appended;
}

/** Rolls a dry run's transaction back and carries its counts out. */
class DryRunEnd extends Error {
  readonly counts: IngestCounts;

  constructor(counts: IngestCounts) {
    super("dry run");
    this.counts = counts;
  }
}

/** Whether the trouble lies in the messages: a value that cannot be stored, or a limit that it exceeds. */
function isRefusal(error: unknown): boolean {
  return error instanceof UnstorableValueError || isDataError(error);
}
