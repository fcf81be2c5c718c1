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
  { window: { since, until }, afterMessageId, maxMessages }: HistoryBounds,
): PlannedPage {
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
  const oldestId = kept.at(-1)?.messageId ?? null;
  const newestId = kept[0]?.messageId ?? null;
  return {
    messages: kept.toReversed(),
    covered: oldestId === null || newestId === null
      ? null
      : { firstId: oldestId, lastId: beforeMessageId === null ? newestId : beforeMessageId - 1 },
    stop: isEnd ? "end" : isLimited ? "limit" : null,
  };
}
