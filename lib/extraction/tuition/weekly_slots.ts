import { type AssignmentFields, emptyWeek, WEEKDAYS } from "../../schema/tuition_assignment.ts";
import type { Span } from "../../text/span.ts";
import { readWeeklyTimes, type WeeklyTime, type WeeklyTimes } from "../../text/time_expressions.ts";
import { type Post, snippet, stretchesOf, valuesOf } from "./rules/parse_post.ts";

/** How the weekly slots of a post came about; kept in an extraction's meta. */
export interface TimeSignals {
  /** The words of the post that gave slots, and the slots, such as "monday 17:00-19:00". */
  readonly matched_spans: readonly {
    readonly days: readonly string[];
    readonly time: string;
    readonly slots: readonly string[];
  }[];
  /** Names of the rules that read those words, each once. */
  readonly rules_fired: readonly string[];
  /** Words about time that gave no slot, and why. */
  readonly warnings: readonly { readonly rule: string; readonly text: string }[];
}

/** Where times may stand in a post that has no label for them. */
const PLACES_OF_TIMES = [
  "other",
  "details",
  "schedule",
  "subject",
  "level",
  "student",
  "tutor",
  "mode",
] as const;

/** The slots of the labelled times; where these tell none, those of the lines that are no remark. */
export function findWeeklySlots(post: Post): Omit<AssignmentFields["time_availability"], "note"> {
  const explicit = emptyWeek();
  const estimated = emptyWeek();
  for (const time of findTimes(post).times) {
    const slots = time.isEstimated ? estimated : explicit;
    for (const day of weekdaysOf(time)) {
      const slot = formatSlot(time);
      if (!slots[day].includes(slot)) slots[day].push(slot);
    }
  }
  return { explicit, estimated };
}

/** Which words of the post gave which weekly slots, and which gave none; null where it says nothing about times. */
export function findTimeSignals(post: Post): TimeSignals | null {
  const { times, warnings } = findTimes(post);
  if (times.length === 0 && warnings.length === 0) return null;
  return {
    matched_spans: times.map((time) => ({
      days: time.daySpans.map((span) => snippet(post, span)),
      time: snippet(post, time.timeSpan),
      slots: weekdaysOf(time).map((day) => `${day} ${formatSlot(time)}`),
    })),
    rules_fired: [...new Set(times.flatMap(({ dayRule, timeRule }) => [dayRule, timeRule]))],
    warnings: warnings.map(({ rule, span }) => ({ rule, text: snippet(post, span) })),
  };
}

function findTimes(post: Post): WeeklyTimes {
  const labelled = readWeeklyTimes(
    post.folded,
    valuesOf(post, "timing", "schedule_or_timing").flatMap(({ lines }) => lines),
  );
  const isSettled = labelled.times.length > 0 ||
    labelled.warnings.some(({ rule }) => rule === "left_open");
  if (isSettled) return labelled;
  const others = blocksOf(post, stretchesOf(post, ...PLACES_OF_TIMES).map(({ value }) => value))
    .map((block) => readWeeklyTimes(post.folded, block));
  return {
    times: others.flatMap(({ times }) => times),
    warnings: [labelled, ...others].flatMap(({ warnings }) => warnings),
  };
}

/** Stretches of neighbouring lines together: what one begins the next may go on with. */
function blocksOf(post: Post, stretches: readonly Span[]): Span[][] {
  const blocks: Span[][] = [];
  let end = -Infinity;
  for (const stretch of stretches) {
    const isNext = end >= 0 && post.folded.slice(end, stretch.start).split("\n").length <= 2;
    if (isNext) blocks.at(-1)?.push(stretch);
    else blocks.push([stretch]);
    end = stretch.end;
  }
  return blocks;
}

function weekdaysOf({ days }: WeeklyTime) {
  return WEEKDAYS.filter((_, number) => days.includes(number));
}

function formatSlot({ from, until }: WeeklyTime): string {
  return `${formatMinutes(from)}-${formatMinutes(until)}`;
}

function formatMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
