import { type Clock, scanTimeTokens, type TimeToken } from "./time_tokens.ts";

/** Where an open end of a day is put: "after 5pm" ends at 23:00, "before 5pm" begins at 08:00. */
const DAY_STARTS = 8 * 60;
const DAY_ENDS = 23 * 60;

/** A time that comes back every week. Days count from Monday = 0, minutes from midnight. */
export interface WeeklyTime {
  readonly day: number;
  readonly from: number;
  readonly until: number;
  /** True for a group of days, a part of the day or a time with an open end; false for a named day and a time. */
  readonly isEstimated: boolean;
}

interface TimeOfDay {
  readonly from: number;
  readonly until: number;
  readonly isConcrete: boolean;
}

/**
 * Reads weekly times out of folded text: "mon & wed 5-7pm", "weekdays except fri after 6pm", "sat morning".
 * A time holds for all the days listed before it (or after it, where it comes first); a day without a time and a time
 * without a day give nothing. A single time such as "tue 8pm" is a slot of no length, 20:00-20:00.
 */
export function parseWeeklyTimes(folded: string): WeeklyTime[] {
  const weekly: WeeklyTime[] = [];
  for (const clause of splitClauses(scanTimeTokens(folded))) {
    for (const { days, isGroup, times } of readClause(clause)) {
      for (const { from, until, isConcrete } of times) {
        for (const day of days) weekly.push({ day, from, until, isEstimated: isGroup || !isConcrete });
      }
    }
  }
  return weekly;
}

function splitClauses(tokens: readonly TimeToken[]): TimeToken[][] {
  const clauses: TimeToken[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "break") clauses.push([]);
    else clauses.at(-1)?.push(token);
  }
  return clauses;
}

interface DayGroup {
  days: number[];
  isGroup: boolean;
  times: TimeOfDay[];
}

function readClause(tokens: readonly TimeToken[]): DayGroup[] {
  const groups: DayGroup[] = [];
  let current: DayGroup = { days: [], isGroup: false, times: [] };
  let daysAreOpen = true;
  let timesCameFirst = false;
  let isExcluding = false;
  const reset = () => {
    groups.push(current);
    current = { days: [], isGroup: false, times: [] };
    daysAreOpen = true;
  };
  for (let at = 0; at < tokens.length;) {
    const days = readDays(tokens, at);
    if (days) {
      // "weekdays after 5pm except wed": the exception is about the days before the time.
      const isLateExclusion = days.isExcluded && days.days.some((day) => current.days.includes(day));
      if (
        current.times.length > 0 && current.days.length > 0 && !(timesCameFirst && daysAreOpen) &&
        !isLateExclusion
      ) {
        reset();
        timesCameFirst = false;
      }
      // In "except tue, thu" the second day is left out as well.
      isExcluding = days.isExcluded || (isExcluding && days.days.every((day) => current.days.includes(day)));
      current.days = isExcluding
        ? current.days.filter((day) => !days.days.includes(day))
        : [...new Set([...current.days, ...days.days])];
      current.isGroup ||= days.isGroup;
      at = days.next;
      continue;
    }
    if (tokens[at]?.kind === "part" && tokens[at + 1]?.kind === "clock") {
      // "fri night 8pm": the clock says it more precisely.
      at++;
      continue;
    }
    const time = readTime(tokens, at);
    if (time) {
      if (current.days.length === 0) timesCameFirst = true;
      else if (timesCameFirst) {
        reset();
        timesCameFirst = true;
      }
      isExcluding = false;
      current.times.push(time.time);
      at = time.next;
      continue;
    }
    at++;
  }
  groups.push(current);
  return groups;
}

/** A day, a range of days ("mon to fri") or an exception ("except fri") at `at`. */
function readDays(tokens: readonly TimeToken[], at: number) {
  const isExcluded = isWord(tokens[at], "except");
  const first = tokens[isExcluded ? at + 1 : at];
  if (first?.kind !== "days") return null;
  const afterFirst = (isExcluded ? at + 1 : at) + 1;
  const last = tokens[afterFirst + 1];
  const [from] = first.days;
  if (isWord(tokens[afterFirst], "to") && last?.kind === "days" && !first.isGroup && !last.isGroup) {
    const [until] = last.days;
    if (from !== undefined && until !== undefined) {
      const length = (until - from + 7) % 7;
      const days = Array.from({ length: length + 1 }, (_, step) => (from + step) % 7);
      return { days, isGroup: true, isExcluded, next: afterFirst + 2 };
    }
  }
  return { days: first.days, isGroup: first.isGroup, isExcluded, next: afterFirst };
}

/** A time, a range of times or a part of the day at `at`, with the words that open one of its ends. */
function readTime(tokens: readonly TimeToken[], at: number): { time: TimeOfDay; next: number } | null {
  const opener = tokens[at];
  const opens = opener?.kind === "word" && (opener.word === "after" || opener.word === "before")
    ? opener.word
    : null;
  const start = opens ? at + 1 : at;
  const first = tokens[start];
  if (first?.kind === "part") return readPart(tokens, start, first);
  if (first?.kind !== "clock") return null;
  const last = tokens[start + 2];
  if (isWord(tokens[start + 1], "to") && last?.kind === "clock" && opens !== "before") {
    const range = resolveRange(first.clock, last.clock);
    if (range) return { time: { ...range, isConcrete: true }, next: start + 3 };
  }
  if (!first.clock.isCertain && opens === null && !isWord(tokens[start + 1], "onwards")) return null;
  const minutes = resolveClock(first.clock);
  if (opens === "before") {
    return { time: { from: DAY_STARTS, until: minutes, isConcrete: false }, next: start + 1 };
  }
  const onwardsAt = [start + 1, start + 2].find((place) => isWord(tokens[place], "onwards"));
  const isJoined = onwardsAt === start + 1 || isWord(tokens[start + 1], "and");
  if (opens === "after" || (onwardsAt !== undefined && isJoined)) {
    return {
      time: { from: minutes, until: DAY_ENDS, isConcrete: false },
      next: onwardsAt !== undefined && isJoined ? onwardsAt + 1 : start + 1,
    };
  }
  return { time: { from: minutes, until: minutes, isConcrete: true }, next: start + 1 };
}

/** "afternoon", or "afternoon to evening". */
function readPart(tokens: readonly TimeToken[], at: number, first: { from: number; until: number }) {
  const last = tokens[at + 2];
  const until = isWord(tokens[at + 1], "to") && last?.kind === "part" ? last.until : null;
  return {
    time: { from: first.from, until: until ?? first.until, isConcrete: false },
    next: until === null ? at + 1 : at + 3,
  };
}

/** Minutes since midnight; an hour without am or pm is taken as the likelier half: 8 to 11 in the morning. */
function resolveClock(clock: Clock): number {
  return (clock.half === null ? likelyHour(clock.hour) : hourOf(clock.hour, clock.half)) * 60 + clock.minute;
}

function likelyHour(hour: number): number {
  return hour > 0 && hour < 8 ? hour + 12 : hour % 24;
}

function hourOf(hour: number, half: "am" | "pm"): number {
  return hour % 12 + (half === "pm" ? 12 : 0);
}

/** Both ends of "2.30-4pm": an end without am or pm takes the other's, unless the range would then run backwards. */
function resolveRange(first: Clock, last: Clock): { from: number; until: number } | null {
  if (first.half === null && last.half === null && !first.isCertain && !last.isCertain) {
    if (first.minute === 0 && last.minute === 0 && (first.hour > 12 || last.hour > 12)) return null;
  }
  const until = last.half === null && first.half !== null
    ? laterThan(resolveClock(first), last)
    : resolveClock(last);
  if (first.half !== null || last.half === null) {
    const from = resolveClock(first);
    return from <= until ? { from, until } : { from, until: laterThan(from, last) };
  }
  const same = hourOf(first.hour, last.half) * 60 + first.minute;
  const from = same <= until
    ? same
    : hourOf(first.hour, last.half === "pm" ? "am" : "pm") * 60 + first.minute;
  return from <= until ? { from, until } : null;
}

/** The next time after `from` that the clock may mean. */
function laterThan(from: number, clock: Clock): number {
  const morning = hourOf(clock.hour, "am") * 60 + clock.minute;
  return morning > from ? morning : hourOf(clock.hour, "pm") * 60 + clock.minute;
}

function isWord(token: TimeToken | undefined, word: string): boolean {
  return token?.kind === "word" && token.word === word;
}
