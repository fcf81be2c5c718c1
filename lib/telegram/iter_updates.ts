import { markedChannelId } from "../core/channel_reference.ts";
import { convertUpdate } from "./convert_update.ts";
import { lostAuth } from "./explain_gramjs_error.ts";
import { Api } from "./gramjs.ts";
import { readPeerNames } from "./peer_names.ts";
import type { ConnectionListener, ConnectionState, TelegramConnection } from "./telegram_connection.ts";
import type { TelegramChannel } from "./telegram.ts";
import type { TelegramUpdate } from "./telegram_update.ts";
import { UpdateQueue } from "./update_queue.ts";

/** A few megabytes of posts. */
const MOST_WAITING = 2000;

/**
 * Yields what happens in the channels from this call on; see {@linkcode Telegram.iterUpdates}.
 *
 * @param capacity So many updates wait at most.
 */
export function iterUpdates(
  connection: TelegramConnection,
  channels: readonly TelegramChannel[],
  signal: AbortSignal,
  capacity = MOST_WAITING,
): AsyncGenerator<TelegramUpdate> {
  const queue = new UpdateQueue(capacity);
  const stream = new UpdateStream(channels, queue, () => connection.isClosed);
  const forget = connection.listen(stream);
  if (connection.isClosed) queue.close();
  // Also where nobody ever takes an update.
  signal.addEventListener("abort", forget, { once: true });
  return iterThen(queue.iter(signal), forget);
}

async function* iterThen(
  updates: AsyncGenerator<TelegramUpdate>,
  forget: () => void,
): AsyncGenerator<TelegramUpdate> {
  try {
    yield* updates;
  } finally {
    forget();
  }
}

/** Picks the channels' changes from what comes in, and notes where some are missing. */
class UpdateStream implements ConnectionListener {
  readonly #queue: UpdateQueue;
  readonly #isClosed: () => boolean;
  /** Each channel's count of changes, once one has come. */
  readonly #pts: Map<number, number | null>;
  readonly #titles: ReadonlyMap<number, string>;
  #wasDisconnected = false;

  constructor(channels: readonly TelegramChannel[], queue: UpdateQueue, isClosed: () => boolean) {
    this.#queue = queue;
    this.#isClosed = isClosed;
    this.#pts = new Map(channels.map(({ channelId }) => [channelId, null]));
    this.#titles = new Map(
      channels.flatMap(({ channelId, title }): [number, string][] =>
        title === null ? [] : [[channelId, title]]
      ),
    );
  }

  onState(state: ConnectionState): void {
    if (this.#isClosed()) this.#queue.close();
    else if (state === "auth_lost") this.#queue.close(lostAuth("Cannot go on listening to Telegram"));
    else if (state === "disconnected") this.#wasDisconnected = true;
    else if (this.#wasDisconnected) {
      this.#wasDisconnected = false;
      this.#queue.push({ kind: "gap", channelId: null, reason: "reconnected" });
    }
  }

  onUpdate(update: Api.TypeUpdate | Api.TypeUpdates): void {
    if (update instanceof Api.UpdatesTooLong) {
      this.#queue.push({ kind: "gap", channelId: null, reason: "too_long" });
    } else if (update instanceof Api.UpdateChannelTooLong) {
      this.#noteTooLong(update);
    } else {
      this.#take(update);
    }
  }

  #noteTooLong({ channelId, pts }: Api.UpdateChannelTooLong): void {
    const marked = markedChannelId(Number(channelId));
    if (!this.#pts.has(marked)) return;
    this.#pts.set(marked, pts ?? null);
    this.#queue.push({ kind: "gap", channelId: marked, reason: "too_long" });
  }

  #take(update: Api.TypeUpdate | Api.TypeUpdates): void {
    // GramJS hangs who came along in the same push on each of its updates.
    const peers = "_entities" in update && update._entities instanceof Map ? update._entities.values() : [];
    const counted = convertUpdate(update, new Map([...this.#titles, ...readPeerNames(peers)]));
    if (counted === null) return;
    const { channelId, pts, ptsCount, change } = counted;
    const before = this.#pts.get(channelId);
    if (before === undefined || before !== null && pts <= before) return;
    if (before !== null && pts > before + ptsCount) {
      this.#queue.push({ kind: "gap", channelId, reason: "missed" });
    }
    this.#pts.set(channelId, pts);
    this.#queue.push({ ...change, pts, ptsCount });
  }
}
