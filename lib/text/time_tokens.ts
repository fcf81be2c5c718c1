/** Days count from Monday = 0. Minutes count from midnight. */
export type TimeToken =
  | { readonly kind: "days"; readonly days: readonly number[]; readonly isGroup: boolean }
  | { readonly kind: "clock"; readonly clock: Clock }
  | { readonly kind: "part"; readonly from: number; readonly until: number }
  | { readonly kind: "word"; readonly word: TimeWord }
  | { readonly kind: "break" };

/** A time of day as written; without am or pm the hour may mean either half of the day. */
export interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly half: "am" | "pm" | null;
  /** Whether the text alone shows that this is a time and not some other number. */
  readonly isCertain: boolean;
}

export type TimeWord = "to" | "after" | "before" | "onwards" | "and" | "except";

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
const DAY_GROUPS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^weekdays?$/, [0, 1, 2, 3, 4]],
  [/^weekends?$/, [5, 6]],
  [/^(?:daily|everyday|every day|any ?day)$/, [0, 1, 2, 3, 4, 5, 6]],
];
const PARTS: Readonly<Record<string, readonly [number, number]>> = {
  morning: [8 * 60, 12 * 60],
  afternoon: [12 * 60, 17 * 60],
  noon: [12 * 60, 17 * 60],
  am: [8 * 60, 12 * 60],
  pm: [12 * 60, 23 * 60],
  evening: [16 * 60, 21 * 60],
  night: [19 * 60, 23 * 60],
};
const WORDS: Readonly<Record<string, TimeWord>> = {
  "-": "to",
  to: "to",
  til: "to",
  till: "to",
  until: "to",
  after: "after",
  aft: "after",
  from: "after",
  starting: "after",
  earliest: "after",
  before: "before",
  by: "before",
  latest: "before",
  onwards: "onwards",
  onward: "onwards",
  later: "onwards",
  "+": "onwards",
  "\u5230": "to",
  "\u81f3": "to",
  "\u6216": "and",
  and: "and",
  or: "and",
  "&": "and",
  "/": "and",
  ",": "and",
  except: "except",
  excluding: "except",
  exclude: "except",
  excl: "except",
  not: "except",
};

const DAY = String.raw`(?:mon|tues?|wed(?:nes)?|thu(?:r(?:s)?)?|fri|sat(?:ur)?|sun)(?:days?|s)?\b`;
const GROUP = String.raw`(?:w(?:ee)?k ?-?days?|w(?:ee)?k ?-?ends?|daily|every ?day|any ?day)\b`;
/** "Sat AM": half a day, next to a day only, since "am" is a verb too. */
const HALF_DAY = String
  .raw`(?<=\b(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|[a-z]{3,6}days?|w(?:ee)?k ?-?ends?) )[ap]m\b`;
const PART = String.raw`(?:mornings?|afternoons?|evenings?|nights?)\b|${HALF_DAY}`;
const CLOCK = String.raw`\d{1,4}(?:[:.]\d{2})? ?(?:am|pm|nn|hrs?|h)?\b|noon\b|midnight\b`;
const WORD =
  String.raw`(?:to|till?|until|after|aft|from|starting|earliest|before|by|latest|onwards?|later|and|or` +
  String.raw`|except|excluding|exclude|excl|not)\b|[-+&/,]|\u6216|\u5230|\u81f3`;
const CHINESE_DAY = "(?:\u5468|\u661f\u671f|\u793c\u62dc)[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u65e5\u5929]";
const SCANNER = new RegExp(
  `(${GROUP})|(${DAY}|${CHINESE_DAY})|(${PART})|(${CLOCK})|(${WORD})|[a-z]+|\\d+|[.;\\n!?]`,
  "g",
);

/** The days, times and connecting words of a folded text, in order; everything else is dropped. */
export function scanTimeTokens(folded: string): TimeToken[] {
  const tokens: TimeToken[] = [];
  for (const match of folded.matchAll(SCANNER)) {
    const token = readToken(match, folded);
    if (token) tokens.push(token);
  }
  return tokens;
}

function readToken(match: RegExpExecArray, folded: string): TimeToken | null {
  const [text, group, day, part, clock, word] = match;
  if (group !== undefined) {
    const name = group.replace(/^w(?:ee)?k ?-?(?=[de])/, "week");
    const days = DAY_GROUPS.find(([pattern]) => pattern.test(name))?.[1];
    return days ? { kind: "days", days, isGroup: true } : null;
  }
  if (day !== undefined) {
    const number = DAY_NUMBERS[day.slice(0, 3)] ?? CHINESE_DAY_NUMBERS[day.slice(-1)];
    return number === undefined ? null : { kind: "days", days: [number], isGroup: false };
  }
  if (part !== undefined) {
    const [from, until] = PARTS[part.replace(/s$/, "")] ?? [0, 0];
    return { kind: "part", from, until };
  }
  if (clock !== undefined) {
    const value = readClock(clock, folded, match.index);
    return value ? { kind: "clock", clock: value } : null;
  }
  if (word !== undefined) {
    const meaning = WORDS[word];
    return meaning ? { kind: "word", word: meaning } : null;
  }
  return /^[.;\n!?]$/.test(text) ? { kind: "break" } : null;
}

/** What follows a number that counts lessons, hours, people or money rather than telling a time. */
const COUNTED =
  /^ ?(?:x\b|times?\b|lessons?\b|sessions?\b|hours?\b|hrs?\b|mins?\b|minutes?\b|pax\b|students?\b|%|\/\s?(?:h|hr|hour)\b)/;

function readClock(text: string, folded: string, index: number): Clock | null {
  if (text === "noon") return { hour: 12, minute: 0, half: "pm", isCertain: true };
  if (text === "midnight") return { hour: 23, minute: 59, half: "pm", isCertain: true };
  const before = folded[index - 1] ?? " ";
  if (/[a-z0-9$#.:]/.test(before)) return null;
  const [, digits = "", minutes, suffix] = /^(\d+)(?:[:.](\d{2}))? ?(am|pm|nn|hrs?|h)?$/.exec(text) ?? [];
  const isMilitary = digits.length === 4 && minutes === undefined;
  if (suffix?.startsWith("h") && !isMilitary) return null;
  if (suffix === undefined && COUNTED.test(folded.slice(index + text.length, index + text.length + 12))) {
    return null;
  }
  const isPacked = digits.length >= 3;
  if (isPacked && minutes !== undefined) return null;
  const hour = Number(isPacked ? digits.slice(0, -2) : digits);
  const minute = Number(isPacked ? digits.slice(-2) : minutes ?? "0");
  if (hour > 24 || minute > 59) return null;
  const written = suffix === "am" || suffix === "pm" ? suffix : suffix === "nn" ? "pm" : null;
  if (written !== null && (hour === 0 || hour > 12)) return null;
  // Four digits without am or pm are a time only on a quarter: 1930 is one, the year 2026 is not.
  if (isMilitary && written === null && minute % 15 !== 0) return null;
  return { hour, minute, half: written, isCertain: written !== null || text.includes(":") || isMilitary };
}
