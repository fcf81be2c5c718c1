import type { Span } from "./span.ts";
import { type Clock, type MinuteRange, resolveClock, resolveRange } from "./time_clock.ts";
import { isWord, type TimeToken, type TimeWord } from "./time_tokens.ts";

/** Where an open end of a day is put: "after 5pm" ends at 23:00, "before 5pm" begins at 08:00. */
const DAY_STARTS = 8 * 60;
const DAY_ENDS = 23 * 60;

/** How a time of day is told: a single clock, both ends of a range, one end only, or a part of the day. */
export type TimeRule = "clock" | "clock_range" | "open_end" | "part_of_day";

export interface TimeOfDay extends MinuteRange {
  readonly rule: TimeRule;
  /** The end that the text does not tell. */
  readonly openEnd: "from" | "until" | null;
  readonly span: Span;
}

/** A time, or a range that ends before it begins; `next` is the token after it. */
export interface TimeReading {
  readonly time: TimeOfDay | "runs backwards";
  readonly span: Span;
  readonly next: number;
}

/** Words that may stand before a clock. */
const OPENERS: readonly TimeWord[] = ["after", "before", "between", "earliest", "latest", "until"];

/** "3/4/5/6pm" has three; a longer list of numbers is none of times. */
const MOST_ALTERNATIVES = 3;

/** Reads the time, the range of times or the part of the day that begins at the token `at`; null where none does. */
export function readTimeOfDay(tokens: readonly TimeToken[], at: number): TimeReading | null {
  return tokens[at]?.kind === "part" ? readPart(tokens, at) : readClocks(tokens, at, null);
}

/** "afternoon", "afternoon to evening"; a clock next to it says it more precisely: "night 8pm", "morning 9-11". */
function readPart(tokens: readonly TimeToken[], at: number): TimeReading | null {
  const first = tokens[at];
  if (first?.kind !== "part") return null;
  const precise = readClocks(tokens, at + 1, first.until <= 12 * 60 ? "am" : "pm");
  if (precise) return precise;
  const last = tokens[at + 2];
  const end = isWord(tokens[at + 1], "to", "until") && last?.kind === "part" && last.until > first.from
    ? last
    : null;
  const next = end ? at + 3 : at + 1;
  const until = (end ?? first).until;
  return reading(tokens, at, next, { from: first.from, until }, "part_of_day");
}

/** A clock or a range of clocks; one without am or pm is in `half`, where the text says so beforehand. */
function readClocks(tokens: readonly TimeToken[], at: number, half: "am" | "pm" | null): TimeReading | null {
  const opener = OPENERS.find((word) => isWord(tokens[at], word)) ?? null;
  // "starting from after 5pm"
  const isTwice = opener !== null && isWord(tokens[at + 1], opener);
  const start = at + (opener === null ? 0 : isTwice ? 2 : 1);
  const written = clockAt(tokens, start);
  if (!written) return null;
  const opensEarly = opener === "before" || opener === "until" || opener === "latest";
  const isJoined = isWord(tokens[start + 1], "to", "until") ||
    (opener === "between" && isWord(tokens[start + 1], "and"));
  const last = isJoined && !opensEarly ? clockAt(tokens, start + 2) : null;
  const first = written.half === null && half !== null && (last?.half ?? null) === null
    ? { ...written, half, isCertain: true }
    : written;
  const range = last && resolveRange(first, last);
  if (range) return reading(tokens, at, start + 3, range, "clock_range");

  const after = start + 1;
  if (opensEarly || isWord(tokens[after], "latest")) {
    const next = opensEarly ? after : after + 1;
    return reading(tokens, at, next, { from: DAY_STARTS, until: resolveClock(first) }, "open_end", "from");
  }
  const isOpened = isWord(tokens[after], "onwards", "earliest");
  if (opener === "after" || opener === "earliest" || isOpened) {
    const next = isOpened ? after + 1 : after;
    const closing = readClosingEnd(tokens, next, first);
    const open = { from: resolveClock(first), until: DAY_ENDS };
    return closing
      ? reading(tokens, at, closing.next, closing.range, "open_end")
      : reading(tokens, at, next, open, "open_end", "until");
  }
  const clock = first.half === null ? alternativeOf(tokens, start, first) ?? first : first;
  if (!clock.isCertain) return null;
  const minutes = resolveClock(clock);
  return reading(tokens, at, after, { from: minutes, until: minutes }, "clock");
}

/** The later end of "after 5pm and before 9pm" or "from 5pm onwards till 9pm". */
function readClosingEnd(tokens: readonly TimeToken[], at: number, first: Clock) {
  const word = isWord(tokens[at], "and") ? at + 1 : at;
  const last = clockAt(tokens, word + 1);
  const range = last && isWord(tokens[word], "before", "until", "latest", "to")
    ? resolveRange(first, last)
    : null;
  return range && { range, next: word + 2 };
}

/** The first clock of "5/6pm" or "10 or 11 or 12pm", which takes am or pm from the last one. */
function alternativeOf(tokens: readonly TimeToken[], at: number, first: Clock): Clock | null {
  for (let place = at; place < at + MOST_ALTERNATIVES * 2 && isWord(tokens[place + 1], "or"); place += 2) {
    const last = clockAt(tokens, place + 2);
    if (!last) return null;
    if (last.half === null) continue;
    const range = resolveRange(first, last);
    if (range === null || range === "runs backwards") return null;
    return { ...first, half: range.from < 12 * 60 ? "am" : "pm", isCertain: true };
  }
  return null;
}

function reading(
  tokens: readonly TimeToken[],
  at: number,
  next: number,
  range: MinuteRange | "runs backwards",
  rule: TimeRule,
  openEnd: "from" | "until" | null = null,
): TimeReading {
  const span = { start: tokens[at]?.span.start ?? 0, end: tokens[next - 1]?.span.end ?? 0 };
  // "8pm (night)"
  while (rule !== "part_of_day" && tokens[next]?.kind === "part") next++;
  const runsBackwards = range === "runs backwards" || range.from > range.until;
  return { next, span, time: runsBackwards ? "runs backwards" : { ...range, rule, openEnd, span } };
}

function clockAt(tokens: readonly TimeToken[], at: number): Clock | null {
  const token = tokens[at];
  return token?.kind === "clock" ? token.clock : null;
}
