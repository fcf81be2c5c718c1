import type { TimeWindow } from "../core/time_window.ts";
import type { RawMessage } from "../schema/raw_message.ts";
import type { HistoryPage } from "../telegram/telegram.ts";

/** Which part of a channel's history is read, from its newest message down. */
export interface HistoryBounds {
  readonly window: TimeWindow;
  /** Only messages with a higher id; null is no bound. */
  readonly afterMessageId: number | null;
  /** At most so many more messages; null is no limit. */
  readonly maxMessages: number | null;
  /**
   * Whether what is stored above the newest message of the history is gone: so it is where nobody else stores newer ones meanwhile.
   * Default false.
   */
  readonly coversTop?: boolean;
}

/** What a page of history means for the store. */
export interface PlannedPage {
  /** Those within the bounds, in ascending order of id. */
  readonly messages: readonly RawMessage[];
  /** The ids that the page covers whole: what is stored of them but not on the page is gone. Null where it covers none. */
  readonly covered: { readonly firstId: number; readonly lastId: number } | null;
  /** Why no page comes after it: `end` of the bounds or of the history, `limit` of messages; null where one does. */
  readonly stop: "end" | "limit" | null;
}

/** @param beforeMessageId What the page was asked for to lie before; null for the first page. */
export function planHistoryPage(
  page: HistoryPage,
  beforeMessageId: number | null,
  bounds: HistoryBounds,
): PlannedPage {
  const { window: { since, until }, afterMessageId, maxMessages, coversTop = false } = bounds;
  const isAbove = ({ messageId, messageDate }: RawMessage) =>
    messageId > (afterMessageId ?? -Infinity) &&
    (since === null || messageDate === null || messageDate >= since);
  const isBelow = ({ messageDate }: RawMessage) =>
    until === null || messageDate === null || messageDate < until;
  const newestFirst = page.messages.filter(isBelow);
  const within = newestFirst.filter(isAbove);
  const kept = maxMessages === null ? within : within.slice(0, maxMessages);
  const isAtBound = within.length < newestFirst.length ||
    (page.oldestMessageId !== null && afterMessageId !== null && page.oldestMessageId <= afterMessageId + 1);
  const isLimited = maxMessages !== null && (kept.length < within.length || kept.length === maxMessages);
  const isEnd = (page.isEnd || page.oldestMessageId === null || isAtBound) && kept.length === within.length;
  const stop = isEnd ? "end" : isLimited ? "limit" : null;

  const oldestId = kept.at(-1)?.messageId ?? null;
  const highestLeftOut = newestFirst.find((message) => !isAbove(message))?.messageId ?? 0;
  // An empty page proves nothing: were it a mistake, all below would count as gone.
  const firstId = page.oldestMessageId === null
    ? null
    : stop === "end"
    ? Math.max(afterMessageId ?? 0, highestLeftOut) + 1
    : stop === null
    ? page.oldestMessageId
    : oldestId;
  const isTop = beforeMessageId === null && until === null;
  const lastId = beforeMessageId !== null
    ? beforeMessageId - 1
    : isTop && coversTop
    ? Number.MAX_SAFE_INTEGER
    : kept[0]?.messageId ?? null;
  return {
    messages: kept.toReversed(),
    covered: firstId === null || lastId === null || firstId > lastId ? null : { firstId, lastId },
    stop,
  };
}
