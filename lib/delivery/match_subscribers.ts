import type { AnnouncedFacts, AnnouncedRequest } from "../extraction/announcement.ts";

/** What a subscriber wants to hear of; an empty list, or one with "Any", is no wish. Words are compared without regard to case. */
export interface Wishes {
  readonly subjects: readonly string[];
  readonly levels: readonly string[];
  readonly areas: readonly string[];
  readonly minRate: number | null;
}

/** Someone who gets direct messages. */
export interface Subscriber extends Wishes {
  readonly id: number;
  readonly chatId: number;
  /** When a message was planned for them last, in microseconds, no two at once, so that nobody has to stand back; null for never. */
  readonly lastServedUs: number | null;
}

/**
 * Whether an item is what someone wants. What they name of subjects and levels, one and the same request must ask for: an item that
 * does not tell does not match, for it would be noise to most. A place or a rate that is not told is no reason to leave an item out,
 * and an online lesson is near to everyone.
 */
export function matchesWishes(facts: AnnouncedFacts, wishes: Wishes): boolean {
  const requests: readonly AnnouncedRequest[] = facts.requests.length > 0
    ? facts.requests
    : [{ subjects: [], levels: [] }];
  return requests.some(({ subjects, levels }) =>
    hasWanted(subjects, wishes.subjects) && hasWanted(levels, wishes.levels)
  ) &&
    (facts.isRemote || facts.areas.length === 0 || hasWanted(facts.areas, wishes.areas)) &&
    (facts.rate === null || wishes.minRate === null || facts.rate >= wishes.minRate);
}

/**
 * Chooses who is told of an item. Where more want it than may be told, those go first who were served least recently, who was never
 * served before all, so that in time everyone has the same share; among equals the one who subscribed first.
 *
 * @param limit The most that may be told.
 */
export function matchSubscribers(
  facts: AnnouncedFacts,
  subscribers: readonly Subscriber[],
  limit: number,
): Subscriber[] {
  return subscribers
    .filter((subscriber) => matchesWishes(facts, subscriber))
    .sort((a, b) => lastTurn(a) - lastTurn(b) || a.id - b.id)
    .slice(0, Math.max(0, limit));
}

function lastTurn({ lastServedUs }: Subscriber): number {
  return lastServedUs ?? 0;
}

function hasWanted(offered: readonly string[], wanted: readonly string[]): boolean {
  const wishes = wanted.map(fold).filter((wish) => wish !== "");
  if (wishes.length === 0 || wishes.includes("any")) return true;
  return offered.some((word) => wishes.includes(fold(word)));
}

function fold(word: string): string {
  return word.trim().toLowerCase();
}
