import { isAbortError } from "../core/errors.ts";
import { waitUnlessAborted } from "../runtime/wait_unless_aborted.ts";
import type { Sql } from "../store/database.ts";
import type { Telegram, TelegramChannel } from "../telegram/telegram.ts";
import { TelegramError } from "../telegram/telegram_error.ts";
import type { PushedChange } from "../telegram/telegram_update.ts";
import { catchUp } from "./catch_up.ts";
import { choosePushed } from "./choose_pushed.ts";
import { iterReadyBatches } from "./iter_ready_batches.ts";
import { splitAtGaps } from "./split_at_gaps.ts";
import { storeChanges } from "./store_changes.ts";
import type { CatchUpReason, TailOptions } from "./tail_options.ts";

/** Changes that are stored in one go, at most. */
const BATCH_SIZE = 500;

/**
 * Follows channels: catches up with each, then stores what is new, edited and deleted in Telegram's order, until the signal is
 * aborted. Where something was missed it catches up; channels that Telegram does not push are read every so often, and one after the
 * other those that it does are asked for what it may have kept to itself. A channel that cannot be read (any more) is left out and
 * named, and tried again.
 *
 * @throws {TelegramError} `auth`, or what waiting does not mend.
 */
export async function runTail(
  sql: Sql,
  telegram: Telegram,
  channels: readonly TelegramChannel[],
  wishes: TailOptions,
): Promise<void> {
  // Where one of the loops ends with an error, so do the others.
  const failure = new AbortController();
  const tail = new Tail(sql, telegram, channels, {
    ...wishes,
    signal: AbortSignal.any([wishes.signal, failure.signal]),
  });
  const endAll = (error: unknown) => {
    failure.abort(error);
    throw error;
  };
  const loops = [tail.followPushed(), tail.poll(), tail.check()].map((loop) => loop.catch(endAll));
  const [first] = (await Promise.allSettled(loops)).filter((end) => end.status === "rejected");
  if (first === undefined) return;
  const error = failure.signal.reason;
  if (!wishes.signal.aborted || !(error === wishes.signal.reason || isAbortError(error))) throw error;
}

/** A channel that is followed. */
interface Followed {
  readonly channel: TelegramChannel;
  /** The count of changes up to which all is stored; null where it is not known. */
  pts: number | null;
  isClosed: boolean;
  /** What is being done with it: one thing after the other. */
  turn: Promise<void>;
}

class Tail {
  readonly #sql: Sql;
  readonly #telegram: Telegram;
  readonly #options: TailOptions;
  readonly #followed: ReadonlyMap<number, Followed>;

  constructor(sql: Sql, telegram: Telegram, channels: readonly TelegramChannel[], options: TailOptions) {
    this.#sql = sql;
    this.#telegram = telegram;
    this.#options = options;
    this.#followed = new Map(
      channels.map((channel) => [
        channel.channelId,
        { channel, pts: null, isClosed: false, turn: Promise.resolve() },
      ]),
    );
  }

  /** Catches up with all channels, then stores what Telegram pushes. */
  async followPushed(): Promise<void> {
    const { signal, onAnswer } = this.#options;
    // Listening begins before the catch-up, so that nothing falls in between.
    const pushed = this.#channelsThat(({ channel }) => channel.isMember);
    const updates = this.#telegram.iterUpdates(pushed.map(({ channel }) => channel), signal);
    const batches = iterReadyBatches(updates, BATCH_SIZE);
    let next = batches.next();
    next.catch(() => {});
    await this.#catchUpAll("start");
    for (let batch = await next; !batch.done; batch = await next) {
      onAnswer?.();
      for (const part of splitAtGaps(batch.value)) {
        if (part.kind === "gap") await this.#fillGap(part.channelId, part.reason);
        else for (const [channelId, changes] of part.byChannel) await this.#store(channelId, changes);
      }
      next = batches.next();
    }
    signal.throwIfAborted();
    throw new TelegramError("connection", "Cannot go on listening to Telegram: the connection was closed");
  }

  /** Reads the channels that the account has not joined every so often. */
  async poll(): Promise<void> {
    const polled = this.#channelsThat(({ channel }) => !channel.isMember);
    while (polled.length > 0 && await this.#wait(this.#options.pollSeconds)) {
      for (const one of polled) await this.#catchUp(one, "poll");
    }
  }

  /** Asks for what was not pushed although the line is there, one joined channel after the other; it is a sign of life, too. */
  async check(): Promise<void> {
    const joined = this.#channelsThat(({ channel }) => channel.isMember);
    for (let next = 0; joined.length > 0 && await this.#wait(this.#options.checkSeconds); next++) {
      const one = joined[next % joined.length];
      if (one !== undefined) await this.#catchUp(one, "check");
    }
  }

  #channelsThat(isMeant: (one: Followed) => boolean): Followed[] {
    return [...this.#followed.values()].filter(isMeant);
  }

  async #wait(seconds: number): Promise<boolean> {
    return await waitUnlessAborted(seconds * 1000, this.#options.signal);
  }

  async #catchUpAll(reason: CatchUpReason): Promise<void> {
    for (const one of this.#followed.values()) await this.#catchUp(one, reason);
  }

  async #fillGap(channelId: number | null, reason: CatchUpReason): Promise<void> {
    if (channelId === null) return await this.#catchUpAll(reason);
    const one = this.#followed.get(channelId);
    if (one !== undefined) await this.#catchUp(one, reason);
  }

  async #store(channelId: number, pushed: readonly PushedChange[]): Promise<void> {
    const one = this.#followed.get(channelId);
    if (one === undefined) return;
    await this.#inTurn(one, async () => {
      if (one.pts === null) return;
      const { behindGap } = await this.#storeReady(one, one.pts, pushed);
      if (behindGap.length === 0) return;
      await this.#catchUpNow(one, "missed");
      const { behindGap: untold } = await this.#storeReady(one, one.pts, behindGap);
      // Telegram pushes sooner than it tells at times; what is missing then is asked for before anything else is stored.
      if (untold.length > 0) this.#options.onTelegramTrouble?.(describeUntold(one.channel));
    });
  }

  async #storeReady(
    one: Followed,
    fromPts: number | null,
    pushed: readonly PushedChange[],
  ): Promise<{ readonly behindGap: readonly PushedChange[] }> {
    if (fromPts === null) return { behindGap: [] };
    const { ready, pts: toPts, behindGap } = choosePushed(fromPts, pushed);
    if (ready.length > 0) {
      await storeChanges(this.#sql, one.channel, ready, { fromPts, toPts }, this.#options);
      one.pts = toPts;
    }
    return { behindGap };
  }

  async #catchUp(one: Followed, reason: CatchUpReason): Promise<void> {
    await this.#inTurn(one, () => this.#catchUpNow(one, reason));
  }

  async #catchUpNow(one: Followed, reason: CatchUpReason): Promise<void> {
    const { channel } = one;
    this.#options.onCatchUp?.(channel, reason);
    try {
      one.pts = await catchUp(this.#sql, this.#telegram, channel, this.#options);
      one.isClosed = false;
    } catch (error) {
      if (!(error instanceof TelegramError) || !CHANNEL_IS_CLOSED.has(error.kind)) throw error;
      if (!one.isClosed) {
        this.#options.onTelegramTrouble?.(`${error.message}. It is left out until it can be read`);
      }
      one.isClosed = true;
      one.pts = null;
    }
  }

  async #inTurn(one: Followed, work: () => Promise<void>): Promise<void> {
    const done = one.turn.then(work);
    one.turn = done.catch(() => {});
    await done;
  }
}

const CHANNEL_IS_CLOSED: ReadonlySet<TelegramError["kind"]> = new Set(["channel_private", "unknown_channel"]);

function describeUntold({ channelLink, channelId }: TelegramChannel): string {
  return `Telegram does not tell yet what it left out between two changes of ${channelLink ?? channelId}`;
}
