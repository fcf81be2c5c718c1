import { saveChannel } from "../store/channels.ts";
import type { Sql } from "../store/database.ts";
import { repeatStatement } from "../store/repeat_statement.ts";
import { loadNewestMessageId, loadTail, saveTail, type Tail } from "../store/telegram_tails.ts";
import type { ChannelChanges, Telegram, TelegramChannel } from "../telegram/telegram.ts";
import { TelegramError } from "../telegram/telegram_error.ts";
import { askTelegram } from "./ask_telegram.ts";
import { iterHistory } from "./iter_history.ts";
import { describeStored, storeChanges } from "./store_changes.ts";
import type { TailOptions } from "./tail_options.ts";

/**
 * Stores all that changed in a channel since it was last followed: what Telegram tells by its count of changes or, where that is too
 * much, unknown or not told, what its history shows down to what was stored. A channel of which nothing is stored begins with its newest
 * message. Killed at any moment, it takes up from there.
 *
 * @returns The count of changes up to which all is stored; null where Telegram does not push this channel's.
 * @throws {TelegramError} What waiting does not mend.
 */
export async function catchUp(
  sql: Sql,
  telegram: Telegram,
  channel: TelegramChannel,
  options: TailOptions,
): Promise<number | null> {
  const tail = await repeatStatement(() => loadOrStartTail(sql, channel), options);
  if (!channel.isMember) {
    await readDown(sql, telegram, channel, tail.completeToMessageId, options);
    return null;
  }
  if (tail.pts !== null) {
    const pts = await followChanges(sql, telegram, channel, tail.pts, options);
    if (pts !== null) return pts;
    // From here on the messages at the top say nothing about those below them.
    await repeatStatement(
      () => saveTail(sql, channel.channelId, { pts: null, completeToMessageId: null }),
      options,
    );
  }
  return await readDown(sql, telegram, channel, tail.completeToMessageId, options);
}

async function loadOrStartTail(sql: Sql, channel: TelegramChannel): Promise<Tail> {
  const known = await loadTail(sql, channel.channelId);
  if (known !== null) return known;
  const completeToMessageId = await loadNewestMessageId(sql, channel.channelId);
  await saveChannel(sql, channel);
  const tail = { pts: null, completeToMessageId };
  await saveTail(sql, channel.channelId, tail);
  return tail;
}

/** @returns The count of changes at the end, or null if too much has changed for Telegram to tell. */
async function followChanges(
  sql: Sql,
  telegram: Telegram,
  channel: TelegramChannel,
  startPts: number,
  options: TailOptions,
): Promise<number | null> {
  let pts = startPts;
  while (true) {
    const from = pts;
    const answer = await askTelegram(() => fetchChanges(telegram, channel, from, options), options);
    if (answer.kind === "too_long") return null;
    if (answer.changes.length > 0 || answer.pts !== from) {
      await storeChanges(sql, channel, answer.changes, { fromPts: from, toPts: answer.pts }, options);
    }
    pts = answer.pts;
    if (answer.isEnd) return pts;
    await options.beforePage?.();
  }
}

/** A count that is none of the channel's (any more), as in a store from before, counts as too old. */
async function fetchChanges(
  telegram: Telegram,
  channel: TelegramChannel,
  pts: number,
  { signal }: TailOptions,
): Promise<ChannelChanges | { readonly kind: "too_long" }> {
  try {
    return await telegram.fetchChanges(channel, pts, signal);
  } catch (error) {
    const isUnknownCount = error instanceof TelegramError && /^PERSISTENT_TIMESTAMP_/.test(error.code ?? "");
    if (isUnknownCount && !error.isPassing) return { kind: "too_long" };
    throw error;
  }
}

/** @returns The count of changes when the reading began, from which it goes on without a gap. */
async function readDown(
  sql: Sql,
  telegram: Telegram,
  channel: TelegramChannel,
  completeToMessageId: number | null,
  options: TailOptions,
): Promise<number> {
  const { channelId } = channel;
  let first: { readonly pts: number; readonly newestMessageId: number | null } | null = null;
  const pages = iterHistory(sql, telegram, channel, {
    ...options,
    window: { since: null, until: null },
    coversTop: true,
    afterMessageId: completeToMessageId === null
      ? null
      : Math.max(0, completeToMessageId - options.overlapMessages),
    maxMessages: completeToMessageId === null ? 1 : null,
    beforeMessageId: null,
    async alongside(transaction, step) {
      const top = first ?? step;
      if (step.stop === null) return;
      await saveTail(transaction, channelId, {
        pts: channel.isMember ? top.pts : null,
        // In an empty channel all is stored from the first message on.
        completeToMessageId: top.newestMessageId ?? completeToMessageId ?? 0,
      });
    },
  });
  for await (const page of pages) {
    first ??= page;
    options.onStored?.(describeStored(channel, page.counts, page.deleted, page.newestDate));
  }
  if (first === null) throw new Error("A history has at least one page");
  return first.pts;
}
