import type { Span } from "./span.ts";

/** A time of day as written; without am or pm the hour may mean either half of the day. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly half: "am" | "pm" | null;
  /** Whether the text alone shows that this is a time and not some other number. */
  readonly isCertain: boolean;
}

/** From and until, in minutes since midnight. */
export interface MinuteRange {
  readonly from: number;
  readonly until: number;
}

/** What may be a time of day in folded text: "7.30pm", "1930 hrs", "12 noon", "5", "7\u70b9\u534a". */
export const CLOCK_PATTERN = String
  .raw`\d{1,4}(?:[:.]\d{2})?(?: {0,2}(?:[ap]m|[ap]\.m\b\.?|nn|noon|midnight|hrs?|h))?(?![a-z0-9\u70b9])` +
  String.raw`|\d{1,2}\u70b9\u534a?|(?:noon|midday|midnight)\b|\u4e2d\u5348`;

const CLOCK = /^(\d+)(?:[:.](\d{2}))? *([ap]\.?m|nn|noon|midnight|hrs?|h)?\.?$/;
const MONTH =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
/** What follows a number that counts lessons, hours, people or money, or is a day of a month. */
const COUNTED = new RegExp(
  String
    .raw`^ ?-?(?:(?:x|times?|lessons?|sessions?|hours?|hourly|hrs?|mins?|minutes?|days?|weeks?|wks?|months?|mths?|years?|yrs?|pax|students?|pupils?|kids?|children|siblings?|boys?|girls?|tutors?|teachers?|subjects?|topics?|chapters?|marks?|per|stops?|km|m|${MONTH})\b|%|\/ ?(?:h|hr|hour|lesson|session|month|mth)\b)`,
);
/** What a number is the name of: "Sec 1-2", "Blk 10", "Ave 4", "Jan 2030", "class of 3". */
const NAMED = new RegExp(
  String
    .raw`(?:\b(?:s|p|k|g|n|h|sec|secondary|pri|primary|jc|kindergarten|yr|year|grade|gr|std|standard|class|level|levels|lvl|al|band|top|term|week|wk|age|aged|of|topic|topics|chapter|ch|unit|paper|no|code|id|ref|block|blk|ave|avenue|st|street|dr|drive|road|rd|lane|lor|lorong|cres|crescent|close|link|walk|lesson|lessons|x|(?<!\d(?:st|nd|rd|th)? ?)${MONTH})\.? ?|[$#] ?)(?:\d{1,4}(?:\.\d\d)?[,&/-]){0,4}$`,
);

/** Reads the time that CLOCK_PATTERN found at `span` of a folded text; null where the number means something else. */
export function parseClock(folded: string, { start, end }: Span): Clock | null {
  const text = folded.slice(start, end);
  if (text === "noon" || text === "midday" || text === "\u4e2d\u5348") {
    return { hour: 12, minute: 0, half: "pm", isCertain: true };
  }
  if (text === "midnight") return { hour: 24, minute: 0, half: null, isCertain: true };
  if (/[a-z]/.test(folded[start - 1] ?? "")) return null;
  if (text.includes("\u70b9")) {
    const hour = Number.parseInt(text);
    return hour > 24 ? null : { hour, minute: text.endsWith("\u534a") ? 30 : 0, half: null, isCertain: true };
  }
  const [, digits = "", minutes, suffix] = CLOCK.exec(text) ?? [];
  const isMilitary = digits.length === 4 && minutes === undefined;
  const isPacked = digits.length >= 3;
  if ((suffix?.startsWith("h") && !isMilitary) || (isPacked && minutes !== undefined)) return null;
  const hour = Number(isPacked ? digits.slice(0, -2) : digits);
  const minute = Number(isPacked ? digits.slice(-2) : minutes ?? "0");
  const isQuarter = minute % 15 === 0;
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return null;
  if (suffix === undefined) {
    if (COUNTED.test(folded.slice(end, end + 14))) return null;
    if (!text.includes(":") && NAMED.test(folded.slice(Math.max(0, start - 32), start))) return null;
    // Four digits without am or pm are a time only on a quarter: 1930 is one, the year 2026 is not.
    if (isMilitary && !isQuarter) return null;
  }
  if (suffix === "midnight") return hour === 12 ? { hour: 24, minute, half: null, isCertain: true } : null;
  return {
    hour,
    minute,
    half: readHalf(suffix, digits, hour),
    isCertain: /^(?:[ap]|n)/.test(suffix ?? "") || text.includes(":") || isMilitary ||
      (minutes !== undefined && isQuarter),
  };
}

function readHalf(suffix: string | undefined, digits: string, hour: number): "am" | "pm" | null {
  // "19:30pm" says it twice.
  if (hour === 0 || hour > 12) return null;
  if (suffix?.startsWith("a")) return "am";
  if (suffix?.startsWith("p") || suffix?.startsWith("n")) return "pm";
  // "0800" and "09:30" are written by the 24 hours of a day; nobody is taught at 05:00.
  return digits.startsWith("0") && hour >= 7 ? "am" : null;
}

const NOON = 12 * 60;
/** The last minute of a day: a time slot cannot end at 24:00. */
const LAST_MINUTE = 24 * 60 - 1;

/** What a clock may mean, in minutes since midnight, the earlier first. */
function readings({ hour, minute, half }: Clock): number[] {
  if (half === null && (hour === 0 || hour > 12)) return [Math.min(hour * 60 + minute, LAST_MINUTE)];
  const morning = (hour % 12) * 60 + minute;
  if (half === null) return [morning, morning + NOON];
  return [half === "am" ? morning : morning + NOON];
}

/** Minutes since midnight; an hour without am or pm is taken as the likelier half: 8 to 11 in the morning. */
export function resolveClock(clock: Clock): number {
  const [first = 0, second = first] = readings(clock);
  return clock.hour >= 8 && clock.hour < 12 ? first : second;
}

/**
 * Both ends of "2.30-4pm", the nearest that fit each other; "runs backwards" for "5pm-3pm". Null where two bare numbers
 * are no times.
 */
export function resolveRange(first: Clock, last: Clock): MinuteRange | "runs backwards" | null {
  const areBare = [first, last].every(({ isCertain, minute }) => !isCertain && minute === 0);
  if (areBare && (first.hour > 12 || last.hour > 12)) return null;
  // A range may end at midnight, but not at the one that its day begins with.
  const ends = readings(last).map((minutes) => minutes === 0 ? LAST_MINUTE : minutes).sort((a, b) => a - b);
  const [end = 0] = ends;
  const from = ends.length === 1 ? readings(first).findLast((minutes) => minutes < end) : resolveClock(first);
  const until = ends.find((minutes) => from !== undefined && minutes > from);
  return from === undefined || until === undefined ? "runs backwards" : { from, until };
}
