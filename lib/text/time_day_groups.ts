import type { Span } from "./span.ts";
import { readTimeOfDay, type TimeOfDay } from "./time_of_day.ts";
import { isWord, type TimeToken } from "./time_tokens.ts";

/** Days and the times that hold for all of them. Days count from Monday = 0. */
export interface DayGroup {
  days: number[];
  /** Days that a text excepts: "not on Wed". */
  excepted: number[];
  daySpans: Span[];
  /** Whether a word stands for several days: "weekdays", "Mon to Fri". */
  isRange: boolean;
  times: TimeOfDay[];
  timesComeFirst: boolean;
}

/** What was read in the tokens of a sentence; `backwards` are ranges that end before they begin. */
export interface DayGroups {
  readonly groups: readonly DayGroup[];
  readonly backwards: readonly Span[];
}

/**
 * Reads the days and times of one line or sentence. A time holds for all the days listed before it, or after it where
 * the times come first.
 */
export function readDayGroups(tokens: readonly TimeToken[]): DayGroups {
  const groups: DayGroup[] = [];
  const backwards: Span[] = [];
  let current = emptyGroup();
  let isExcepting = false;
  const startNext = () => {
    groups.push(current);
    current = emptyGroup();
  };
  for (let at = 0; at < tokens.length;) {
    const isException = isWord(tokens[at], "except");
    const from = isException ? at + 1 : at;
    const days = readDays(tokens, from);
    if (days) {
      // In "except tue, thu" the second day is left out as well.
      isExcepting = isException || (isExcepting &&
        (days.days.every((day) => current.days.includes(day)) ||
          (current.days.length === 0 && isWord(tokens[from - 1], "and", "or") &&
            readTimeOfDay(tokens, days.next) === null)));
      if (isExcepting) {
        current.excepted.push(...days.days);
      } else {
        if (current.days.length > 0 && current.times.length > 0 && !current.timesComeFirst) startNext();
        current.days.push(...days.days);
        current.daySpans.push(days.span);
        current.isRange ||= days.isRange;
      }
      at = days.next;
      continue;
    }
    const reading = readTimeOfDay(tokens, from);
    if (reading) {
      isExcepting = false;
      at = reading.next;
      // "Mon (not 5pm)"
      if (isException) continue;
      if (reading.time === "runs backwards") {
        backwards.push(reading.span);
        continue;
      }
      if (current.timesComeFirst && current.days.length > 0) startNext();
      current.times.push(reading.time);
      current.timesComeFirst = current.days.length === 0;
      continue;
    }
    at = from === at ? at + 1 : from;
  }
  startNext();
  return { groups: groups.filter((group) => !isEmpty(group)), backwards };
}

function emptyGroup(): DayGroup {
  return { days: [], excepted: [], daySpans: [], isRange: false, times: [], timesComeFirst: false };
}

function isEmpty({ days, excepted, times }: DayGroup): boolean {
  return days.length + excepted.length + times.length === 0;
}

/** A day or a range of days ("mon to fri") at `at`. */
function readDays(tokens: readonly TimeToken[], at: number) {
  const first = tokens[at];
  if (first?.kind !== "days") return null;
  const last = tokens[at + 2];
  const [from] = first.days;
  if (
    from !== undefined && isWord(tokens[at + 1], "to", "until") && last?.kind === "days" && !first.isGroup &&
    !last.isGroup
  ) {
    const length = ((last.days[0] ?? from) - from + 7) % 7;
    const days = Array.from({ length: length + 1 }, (_, step) => (from + step) % 7);
    return { days, isRange: true, span: { start: first.span.start, end: last.span.end }, next: at + 3 };
  }
  return { days: first.days, isRange: first.isGroup, span: first.span, next: at + 1 };
}
