import type { Sql } from "../store/database.ts";
import type { Telegram, TelegramChannel } from "../telegram/telegram.ts";
import { TelegramError } from "../telegram/telegram_error.ts";
import { waitUnlessAborted } from "../runtime/wait_unless_aborted.ts";
import { catchUp } from "./catch_up.ts";
import { iterReadyBatches } from "./iter_ready_batches.ts";
import { storeChanges } from "./store_changes.ts";
import { type PushedChange, splitAtGaps } from "./split_at_gaps.ts";
import type { CatchUpReason, TailOptions } from "./tail_options.ts";

/** Changes that are stored in one go, at most. */
const BATCH_SIZE = 500;

/** A channel that is followed. */
interface Followed {
  readonly channel: TelegramChannel;
  /** The count of changes up to which all is stored; null where it is not known. */
  pts: number | null;
}

/**
 * Follows channels: catches up with each, then stores what is new, edited and deleted in Telegram's order, until the signal is
 * aborted. Where something was missed it catches up; channels that Telegram does not push are read every so often. A channel that
 * cannot be read (any more) is left out and named, and tried again with the next catch-up of all.
 *
 * @throws {TelegramError} `auth`, or what waiting does not mend.
 */
export async function runTail(
  sql: Sql,
  telegram: Telegram,
  channels: readonly TelegramChannel[],
  wishes: TailOptions,
): Promise<void> {
  // Where one of the two ends with an error, so does the other.
  const failure = new AbortController();
  const signal = AbortSignal.any([wishes.signal, failure.signal]);
  const options = { ...wishes, signal };
  const followed = new Map(channels.map((channel) => [channel.channelId, newFollowed(channel)]));
  const pushed = channels.filter(({ isMember }) => isMember);

  async function catchUpWith(one: Followed, reason: CatchUpReason): Promise<void> {
    options.onCatchUp?.(one.channel.channelId, reason);
    try {
      one.pts = await catchUp(sql, telegram, one.channel, options);
    } catch (error) {
      if (!(error instanceof TelegramError) || !CHANNEL_IS_CLOSED.has(error.kind)) throw error;
      one.pts = null;
      options.onTrouble?.(error.message);
    }
  }

  async function fillGap(channelId: number | null, reason: CatchUpReason): Promise<void> {
    for (const one of followed.values()) {
      if (channelId === null || one.channel.channelId === channelId) await catchUpWith(one, reason);
    }
  }

  async function store(channelId: number, pushed: readonly PushedChange[]): Promise<void> {
    const one = followed.get(channelId);
    if (one === undefined || one.pts === null) return;
    const fromPts = one.pts;
    const changes = pushed.filter(({ pts }) => pts > fromPts);
    const toPts = changes.at(-1)?.pts;
    if (toPts === undefined) return;
    await storeChanges(sql, one.channel, changes, { fromPts, toPts }, options);
    one.pts = toPts;
  }

  async function followPushed(): Promise<void> {
    // Listening begins before the catch-up, so that nothing falls in between.
    const updates = iterReadyBatches(telegram.iterUpdates(pushed, signal), BATCH_SIZE);
    let next = updates.next();
    next.catch(() => {});
    await fillGap(null, "start");
    for (let batch = await next; !batch.done; batch = await next) {
      for (const part of splitAtGaps(batch.value)) {
        if (part.kind === "gap") await fillGap(part.channelId, part.reason);
        else for (const [channelId, updates] of part.byChannel) await store(channelId, updates);
      }
      next = updates.next();
    }
  }

  async function poll(): Promise<void> {
    const polled = [...followed.values()].filter(({ channel }) => !channel.isMember);
    if (polled.length === 0) return;
    while (await waitUnlessAborted(options.pollSeconds * 1000, signal)) {
      for (const one of polled) await catchUpWith(one, "poll");
    }
  }

  const endBoth = (error: unknown) => {
    failure.abort(error);
    throw error;
  };
  try {
    await Promise.all([followPushed().catch(endBoth), poll().catch(endBoth)]);
  } catch (error) {
    if (!wishes.signal.aborted || error !== wishes.signal.reason) throw error;
  }
}

const CHANNEL_IS_CLOSED: ReadonlySet<TelegramError["kind"]> = new Set(["channel_private", "unknown_channel"]);

function newFollowed(channel: TelegramChannel): Followed {
  return { channel, pts: null };
}
