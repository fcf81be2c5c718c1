import type { Span } from "./span.ts";
import { type Clock, CLOCK_PATTERN, parseClock } from "./time_clock.ts";

/** A stretch of folded text that matters to a time. Days count from Monday = 0, minutes from midnight. */
export type TimeToken = { readonly span: Span } & TimeMeaning;

type TimeMeaning =
  | { readonly kind: "days"; readonly days: readonly number[]; readonly isGroup: boolean }
  | { readonly kind: "clock"; readonly clock: Clock }
  | { readonly kind: "part"; readonly from: number; readonly until: number }
  | { readonly kind: "word"; readonly word: TimeWord }
  /** "tbc", "flexible": the time is left open. */
  | { readonly kind: "left_open" }
  /** A word that says nothing about time. */
  | { readonly kind: "other" }
  /** The end of a line or a sentence. */
  | { readonly kind: "break" };

export type TimeWord =
  | "to"
  | "until"
  | "after"
  | "before"
  | "between"
  | "earliest"
  | "latest"
  | "onwards"
  | "and"
  | "or"
  | "except";

const DAY_NUMBERS: Readonly<Record<string, number>> = {
  mon: 0,
  tue: 1,
  wed: 2,
  thu: 3,
  fri: 4,
  sat: 5,
  sun: 6,
};
/** The last character of a day such as xingqiyi (Monday). */
const CHINESE_DAY_NUMBERS: Readonly<Record<string, number>> = {
  "\u4e00": 0,
  "\u4e8c": 1,
  "\u4e09": 2,
  "\u56db": 3,
  "\u4e94": 4,
  "\u516d": 5,
  "\u65e5": 6,
  "\u5929": 6,
};
const GROUPS: readonly (readonly [RegExp, days: readonly number[]])[] = [
  [/end|\u5468\u672b/, [5, 6]],
  [/^(?:w|\u5e73\u65e5|\u5de5\u4f5c\u65e5)/, [0, 1, 2, 3, 4]],
  [/./, [0, 1, 2, 3, 4, 5, 6]],
];
const PARTS: readonly (readonly [RegExp, from: number, until: number])[] = [
  [/^(?:morn|am|\u4e0a\u5348|\u65e9\u4e0a)/, 8, 12],
  [/^(?:aft|\u4e0b\u5348)/, 12, 17],
  [/^pm/, 12, 23],
  [/^(?:eve|\u508d\u665a)/, 16, 21],
  [/^(?:ni|\u665a\u4e0a)/, 19, 23],
];
const WORDS: readonly (readonly [RegExp, TimeWord])[] = [
  [/^(?:[-\u2192\u5230\u81f3]|to)$/, "to"],
  [/^(?:un)?till?$/, "until"],
  [/^(?:between|btw|btwn)$/, "between"],
  [/^(?:after|aft|from|start|not before|no[t]? earlier)/, "after"],
  [/^(?:before|by|not after|no[t]? later)/, "before"],
  [/^earliest$/, "earliest"],
  [/^(?:latest|.?\u524d)$/, "latest"],
  [/^(?:onwards?|later|\+|(?:and|or) \w+|.?\u540e)$/, "onwards"],
  [/^(?:and|[&,])$/, "and"],
  [/^(?:or|[/\u6216])$/, "or"],
  [/^(?:ex|not?|other)/, "except"],
];

const NAMED_DAY = "(?:mon|tues?|wed(?:n?es)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?|s)?";
const DAY_GROUP =
  "(?:w(?:ee)?k ?-?days?|w(?:ee)?k ?-?ends?|daily|every ?day|any ?day|all days|7 days(?: a week)?)";
const CHINESE_DAYS =
  "(?:\u5468|\u661f\u671f|\u793c\u62dc)[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u65e5\u5929](?:[,/]?[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u65e5\u5929]){0,6}";
/** Weekend, weekdays, every day. */
const CHINESE_GROUP = "\u5468\u672b|\u5e73\u65e5|\u5de5\u4f5c\u65e5|\u6bcf\u5929";
/** "Sat AM", "Fri eve": next to a day only, since these are also other words. */
const SHORT_PART = `(?:[ap]m|eve)\\b(?<=\\b(?:${NAMED_DAY}|${DAY_GROUP}) (?:[ap]m|eve))`;
/** "Sat aft"; in "aft 4pm" it is short for after. */
const AFTERNOON = String.raw`aft(?=\s*(?:$|[,;/.)\n]|(?:or|and)\b))`;
const NUMBER_THAT_IS_NO_TIME = [
  String.raw`\+65[ -]?\d{4}[ -]?\d{4}\b`,
  String.raw`[3689]\d{3}[ -]?\d{4}\b`,
  String.raw`1800[ -]\d{3}[ -]\d{4}\b`,
  String.raw`\d{1,6}\.(?:\d|\d{3,6})(?!\d)`,
].join("|");

const SCANNER = new RegExp(
  [
    String.raw`(${DAY_GROUP}\b|${CHINESE_GROUP})`,
    String.raw`(${NAMED_DAY}\b|${CHINESE_DAYS})`,
    String.raw`((?:morn(?:ing)?|afternoon|evening|night|nite)s?\b|${SHORT_PART}|${AFTERNOON}` +
    "|\u4e0a\u5348|\u65e9\u4e0a|\u4e0b\u5348|\u508d\u665a|\u665a\u4e0a)",
    String.raw`(\b(?:tb[acd]|flexible|negotiable|to be (?:confirmed|advised|discussed|arranged|decided)` +
    String.raw`|to (?:propose|arrange|discuss|advise|confirm)|not fixed)\b)`,
    NUMBER_THAT_IS_NO_TIME,
    `(${CLOCK_PATTERN})`,
    String.raw`((?:not (?:before|after)(?= ?\d)|not? (?:earlier|later) than` +
    String.raw`|(?:and|or) (?:later|after|above|beyond|onwards?)\b(?! ?\d)` +
    String
      .raw`|not?(?= (?:(?:on|for|free|available|including) ){0,2}(?:${NAMED_DAY}\b|${DAY_GROUP}\b|\d))` +
    String
      .raw`|(?:start(?:ing|s)? )?from|starting|to|un(?:til|till)|till?|after|aft|before|by|between|btwn?` +
    String.raw`|earliest|latest|onwards?|later|and|or|except(?:ing)?|excluding|exclude|excl|other than)\b` +
    `|[-+&/,\u2192\u6216\u5230\u81f3]|[\u4ee5\u4e4b]?[\u524d\u540e])`,
    String.raw`[a-z]+|\d+|[.;\n!?]`,
  ].join("|"),
  "g",
);

/** The days, times and connecting words within `span` of a folded text, in order. */
export function scanTimeTokens(folded: string, span: Span = { start: 0, end: folded.length }): TimeToken[] {
  const text = folded.slice(span.start, span.end);
  return Array.from(text.matchAll(SCANNER), (match) => {
    const place = { start: match.index, end: match.index + match[0].length };
    return {
      span: { start: place.start + span.start, end: place.end + span.start },
      ...readMeaning(match, text, place),
    };
  });
}

function readMeaning(match: RegExpExecArray, text: string, place: Span): TimeMeaning {
  const [found, group, day, part, open, clock, word] = match;
  if (group !== undefined) {
    const days = GROUPS.find(([pattern]) => pattern.test(group))?.[1] ?? [];
    return { kind: "days", days, isGroup: true };
  }
  if (day !== undefined) {
    const number = DAY_NUMBERS[day.slice(0, 3)];
    return { kind: "days", days: number === undefined ? chineseDays(day) : [number], isGroup: false };
  }
  if (part !== undefined) {
    const [, from = 0, until = 0] = PARTS.find(([pattern]) => pattern.test(part)) ?? [];
    return { kind: "part", from: from * 60, until: until * 60 };
  }
  if (open !== undefined) return { kind: "left_open" };
  if (clock !== undefined) {
    const value = parseClock(text, place);
    return value ? { kind: "clock", clock: value } : { kind: "other" };
  }
  if (word !== undefined) {
    const meaning = WORDS.find(([pattern]) => pattern.test(word))?.[1];
    return meaning ? { kind: "word", word: meaning } : { kind: "other" };
  }
  return { kind: /^[.;\n!?]$/.test(found) ? "break" : "other" };
}

/** "xingqiyi, san, wu": one prefix for several days. */
function chineseDays(text: string): number[] {
  const [, days = ""] = /^(?:\u5468|\u661f\u671f|\u793c\u62dc)(.*)$/.exec(text) ?? [];
  return [...days].flatMap((character) => CHINESE_DAY_NUMBERS[character] ?? []);
}

/** Whether a token is one of `words`. */
export function isWord(token: TimeToken | undefined, ...words: TimeWord[]): boolean {
  return token?.kind === "word" && words.includes(token.word);
}
