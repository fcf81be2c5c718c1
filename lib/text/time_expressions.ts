import type { Span } from "./span.ts";
import { type DayGroup, readDayGroups } from "./time_day_groups.ts";
import type { TimeOfDay, TimeRule } from "./time_of_day.ts";
import { isWord, scanTimeTokens, type TimeToken } from "./time_tokens.ts";

/** How days are told: by name, or by a word or range that stands for several. */
export type DayRule = "named_day" | "day_range";

/** A time that comes back every week. Days count from Monday = 0, minutes from midnight. */
export interface WeeklyTime {
  readonly days: readonly number[];
  readonly from: number;
  readonly until: number;
  /** True for a range of days, a part of the day or a time with an open end; false for named days and a time. */
  readonly isEstimated: boolean;
  readonly dayRule: DayRule;
  readonly timeRule: TimeRule;
  /** Where the days and the time stand in the text. */
  readonly daySpans: readonly Span[];
  readonly timeSpan: Span;
}

export type TimeWarningRule =
  | "day_without_time"
  | "time_without_day"
  | "range_runs_backwards"
  /** "tbc", "flexible" */
  | "left_open";

/** Something about times that gave no slot. */
export interface TimeWarning {
  readonly rule: TimeWarningRule;
  readonly span: Span;
}

export interface WeeklyTimes {
  readonly times: readonly WeeklyTime[];
  readonly warnings: readonly TimeWarning[];
}

/** A short line may go on with the one before it; a wordier one speaks of something else. */
const MOST_OTHER_WORDS = 3;

/** The weekly times of a folded text. */
export function parseWeeklyTimes(folded: string): readonly WeeklyTime[] {
  return readWeeklyTimes(folded, [{ start: 0, end: folded.length }]).times;
}

/**
 * Reads the weekly times in `lines` of a folded text: "mon & wed 5-7pm", "weekdays except fri after 6pm", "sat morning".
 * A time holds for all the days listed before it (or after it, where it comes first), also across the end of a line:
 * "mon, wed\nafter 6pm". A single time such as "tue 8pm" is a slot of no length, 20:00-20:00.
 */
export function readWeeklyTimes(folded: string, lines: readonly Span[]): WeeklyTimes {
  const tokens = lines.flatMap((line): TimeToken[] => [
    ...scanTimeTokens(folded, line),
    { kind: "break", span: { start: line.end, end: line.end } },
  ]);
  const warnings: TimeWarning[] = tokens.filter(({ kind }) => kind === "left_open")
    .map(({ span }) => ({ rule: "left_open", span }));
  const groups: DayGroup[] = [];
  let previous: Clause | null = null;
  for (const clause of splitClauses(tokens)) {
    const read = readDayGroups(clause.tokens);
    warnings.push(...read.backwards.map((span) => ({ rule: "range_runs_backwards", span } as const)));
    const [first, ...others] = read.groups;
    const last = groups.at(-1);
    const isNext = first && last && previous && clause.isShort && goesOn(last, first, previous, clause);
    if (isNext) addGroup(last, first);
    groups.push(...(isNext ? others : read.groups));
    if (first || !clause.isShort) previous = first ? clause : null;
  }
  const times = groups.flatMap(timesOf);
  warnings.push(...groups.flatMap(warningsOf));
  return { times, warnings: warnings.sort((a, b) => a.span.start - b.span.start) };
}

/** A line or a sentence. */
interface Clause {
  readonly tokens: readonly TimeToken[];
  readonly isShort: boolean;
}

function splitClauses(tokens: readonly TimeToken[]): Clause[] {
  const clauses: Clause[] = [];
  let kept: TimeToken[] = [];
  let otherWords = 0;
  for (const token of tokens) {
    if (token.kind === "break") {
      clauses.push({ tokens: kept, isShort: otherWords <= MOST_OTHER_WORDS });
      kept = [];
      otherWords = 0;
    } else if (token.kind === "other") otherWords++;
    else kept.push(token);
  }
  return clauses;
}

/** Whether the first group of a clause goes on with the last one of the clause before it. */
function goesOn(last: DayGroup, first: DayGroup, previous: Clause, clause: Clause): boolean {
  const [lastHasDays, firstHasDays] = [last.days.length > 0, first.days.length > 0];
  const [lastHasTimes, firstHasTimes] = [last.times.length > 0, first.times.length > 0];
  // "weekdays after 6pm\n(not Wed)"
  if (!firstHasDays && !firstHasTimes) return true;
  // "Mon, Wed\nafter 6pm", and another time of the same days: "10am or\n2pm".
  if (lastHasDays && !firstHasDays) return !last.timesComeFirst;
  // "Mon\nWed\n5pm"
  if (!lastHasTimes && !firstHasTimes) return true;
  // "5-7pm\nMon, Wed"
  if (!lastHasDays && !firstHasTimes) return previous.isShort;
  // "Mon and\nTue 5pm"
  const isConnected = isConnector(previous.tokens.at(-1)) || isConnector(clause.tokens[0]);
  return !lastHasTimes && firstHasDays && !first.timesComeFirst && isConnected;
}

function addGroup(last: DayGroup, first: DayGroup): void {
  last.days.push(...first.days);
  last.excepted.push(...first.excepted);
  last.daySpans.push(...first.daySpans);
  last.isRange ||= first.isRange;
  last.times.push(...first.times);
}

function isConnector(token: TimeToken | undefined): boolean {
  return isWord(token, "and", "or");
}

function timesOf(group: DayGroup): WeeklyTime[] {
  const days = daysOf(group);
  const dayRule = group.isRange ? "day_range" : "named_day";
  return days.length === 0 ? [] : joinOpenEnds(group.times).map(({ from, until, rule, span }) => ({
    days,
    from,
    until,
    isEstimated: group.isRange || rule === "open_end" || rule === "part_of_day",
    dayRule,
    timeRule: rule,
    daySpans: group.daySpans,
    timeSpan: span,
  }));
}

/** "from 4pm; latest 7pm" are the two ends of one time. */
function joinOpenEnds(times: readonly TimeOfDay[]): TimeOfDay[] {
  const joined: TimeOfDay[] = [];
  for (const time of times) {
    const last = joined.at(-1);
    const isEnd = last?.openEnd === "until" && time.openEnd === "from" && last.from < time.until;
    if (last && isEnd) {
      const span = { start: last.span.start, end: Math.max(last.span.end, time.span.end) };
      joined[joined.length - 1] = { ...last, until: time.until, openEnd: null, span };
    } else joined.push(time);
  }
  return joined;
}

function daysOf({ days, excepted }: DayGroup): number[] {
  return [...new Set(days)].filter((day) => !excepted.includes(day));
}

function warningsOf({ days, daySpans, times }: DayGroup): TimeWarning[] {
  if (times.length === 0) return daySpans.map((span) => ({ rule: "day_without_time", span }));
  return days.length === 0 ? times.map(({ span }) => ({ rule: "time_without_day", span })) : [];
}
