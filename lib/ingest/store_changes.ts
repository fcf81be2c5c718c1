import type { Channel } from "../schema/raw_message.ts";
import type { Sql } from "../store/database.ts";
import { markDeleted } from "../store/raw_messages.ts";
import { saveTail } from "../store/telegram_tails.ts";
import type { ChannelChange } from "../telegram/telegram_update.ts";
import type { IngestCounts } from "./ingest_counts.ts";
import { planChangeSteps } from "./plan_change_steps.ts";
import { storeSeen } from "./store_seen.ts";
import type { StoredChanges, TailOptions } from "./tail_options.ts";

/** The channel's counts of changes before and after some changes. */
export interface ChangeSpan {
  readonly fromPts: number;
  readonly toPts: number;
}

/** Stores changes of one channel in their order; with the last of them, the count of changes up to which it is stored then. */
export async function storeChanges(
  sql: Sql,
  channel: Channel,
  changes: Iterable<ChannelChange>,
  { fromPts, toPts }: ChangeSpan,
  options: Pick<TailOptions, "runId" | "enqueueVersion" | "signal" | "onTrouble" | "onStored" | "onRefused">,
): Promise<void> {
  const steps = planChangeSteps(changes);
  if (steps.length === 0) steps.push({ messages: [], deletedIds: [] });
  const last = steps.at(-1);
  for (const step of steps) {
    const { messages, deletedIds } = step;
    const messageId = messages.at(-1)?.messageId ?? null;
    const { counts, deleted } = await storeSeen(sql, channel, messages, async (transaction) => {
      const deleted = deletedIds.length === 0
        ? 0
        : await markDeleted(transaction, channel.channelId, deletedIds, new Date());
      const pts = step === last ? toPts : fromPts;
      await saveTail(transaction, channel.channelId, { pts, completeToMessageId: messageId });
      return deleted;
    }, options);
    const newestDate = messages.at(-1)?.messageDate ?? null;
    options.onStored?.(describeStored(channel, counts, deleted, newestDate));
  }
}

/** What the counts of a batch say about a channel. */
export function describeStored(
  channel: Channel,
  counts: IngestCounts,
  deleted: number,
  newestDate: Date | null,
): StoredChanges {
  const { new: added, edited, rejected: refused, read } = counts;
  return {
    channel,
    new: added,
    edited,
    deleted,
    known: read - added - edited - refused,
    refused,
    newestDate,
  };
}
