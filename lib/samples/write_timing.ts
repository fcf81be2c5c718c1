import type { SeededRandom } from "../core/seeded_random.ts";
import { emptyWeek, type Weekday, WEEKDAYS, type WeeklySlots } from "../schema/tuition_assignment.ts";
import type { ClockStyle, DayStyle, SampleAgency } from "./sample_agency.ts";

/** When lessons could be, in words and as slots. */
export interface TimingPhrase {
  readonly text: string;
  /** Null where the words leave the slots open to argument: a day with a starting time only, or days alone. */
  readonly slots: { readonly explicit: WeeklySlots; readonly estimated: WeeklySlots } | null;
}

const DAY_WORDS: Readonly<Record<DayStyle, readonly string[]>> = {
  short: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  tues: ["Mon", "Tues", "Wed", "Thurs", "Fri", "Sat", "Sun"],
  long: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  plural: ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"],
  chinese: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
};
const SCHOOL_DAYS = WEEKDAYS.slice(0, 5);
const WEEKEND = WEEKDAYS.slice(5);
const PARTS_OF_DAY = [
  ["morning", "08:00-12:00"],
  ["afternoon", "12:00-17:00"],
  ["evening", "16:00-21:00"],
  ["night", "19:00-23:00"],
] as const;
const OPEN = [
  "Flexible",
  "flexible, to be discussed",
  "Tutor to propose",
  "Tutor to advise available slots",
  "TBC",
  "To arrange with parent",
];
const AFTERTHOUGHTS = [
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  " (preferred)",
  ", tutor can propose other slots",
  " if possible",
];

/**
 * Draws a time for lessons of `hours` and words it the agency's way. A concrete day with both ends of a span is an
 * explicit slot; "after", "before", parts of the day and groups of days such as "weekdays" give estimated ones.
 */
export function writeTiming(random: SeededRandom, agency: SampleAgency, hours: number): TimingPhrase {
  const share = random.next();
  if (share < 0.06) return { text: "", slots: emptySlots() };
  if (share < 0.15) return { text: random.pick(OPEN), slots: emptySlots() };
  const phrase = share < 0.42
    ? writeSpan(random, agency, hours)
    : share < 0.52
    ? writeTwoSpans(random, agency, hours)
    : share < 0.68
    ? writeOpenEnd(random, agency)
    : share < 0.78
    ? writePartOfDay(random, agency)
    : share < 0.9
    ? writeGroup(random, agency, hours)
    : writeBareStart(random, agency);
  return { ...phrase, text: phrase.text + random.pick(AFTERTHOUGHTS) };
}

function emptySlots(): { explicit: WeeklySlots; estimated: WeeklySlots } {
  return { explicit: emptyWeek(), estimated: emptyWeek() };
}

function slotsOn(kind: "explicit" | "estimated", days: readonly Weekday[], slot: string) {
  const slots = emptySlots();
  for (const day of days) slots[kind][day].push(slot);
  return slots;
}

function drawDays(random: SeededRandom): Weekday[] {
  const pool = random.chance(0.65) ? SCHOOL_DAYS : WEEKEND;
  const count = random.pick([1, 1, 2, 2, 3]);
  const chosen = new Set<Weekday>();
  for (let draw = 0; draw < count; draw++) chosen.add(random.pick(pool));
  return WEEKDAYS.filter((day) => chosen.has(day));
}

function writeDays(random: SeededRandom, agency: SampleAgency, days: readonly Weekday[]): string {
  const words = days.map((day) => DAY_WORDS[agency.days][WEEKDAYS.indexOf(day)] ?? day);
  if (words.length < 2) return words.join("");
  if (agency.days === "chinese") return words.join("或");
  const joiner = random.pick(["/", " or ", " or ", " & "]);
  return joiner === "/" ? words.join("/") : words.slice(0, -1).join(", ") + joiner + words.slice(-1).join("");
}

/** A start, in minutes of the day, that suits the days: after school, or any time on a weekend. */
function drawStart(random: SeededRandom, days: readonly Weekday[]): number {
  return days.some((day) => SCHOOL_DAYS.includes(day))
    ? 30 * random.integer(28, 40)
    : 30 * random.integer(18, 38);
}

function writeSpan(random: SeededRandom, agency: SampleAgency, hours: number): TimingPhrase {
  const days = drawDays(random);
  const start = drawStart(random, days);
  const end = start + 60 * (random.chance(0.6) ? hours : random.integer(2, 3));
  const text = `${writeDays(random, agency, days)} ${writeClockSpan(agency, start, end)}`;
  return { text, slots: slotsOn("explicit", days, slot(start, end)) };
}

function writeTwoSpans(random: SeededRandom, agency: SampleAgency, hours: number): TimingPhrase {
  const schoolDay = random.pick(SCHOOL_DAYS);
  const weekendDay = random.pick(WEEKEND);
  const slots = emptySlots();
  const texts = [schoolDay, weekendDay].map((day) => {
    const start = drawStart(random, [day]);
    slots.explicit[day].push(slot(start, start + 60 * hours));
    return `${writeDays(random, agency, [day])} ${writeClockSpan(agency, start, start + 60 * hours)}`;
  });
  return { text: texts.join(random.pick([", ", " / ", " or "])), slots };
}

function writeOpenEnd(random: SeededRandom, agency: SampleAgency): TimingPhrase {
  const days = drawDays(random);
  const dayText = writeDays(random, agency, days);
  const minutes = drawStart(random, days);
  const clock = writeClock(agency.clock, minutes);
  if (days.every((day) => WEEKEND.includes(day)) && random.chance(0.3)) {
    return {
      text: `${dayText} before ${clock}`,
      slots: slotsOn("estimated", days, `08:00-${hhmm(minutes)}`),
    };
  }
  const text = random.pick([
    `${dayText} after ${clock}`,
    `${dayText} ${clock} onwards`,
    `${dayText} from ${clock}`,
  ]);
  return { text, slots: slotsOn("estimated", days, `${hhmm(minutes)}-23:00`) };
}

function writePartOfDay(random: SeededRandom, agency: SampleAgency): TimingPhrase {
  const days = drawDays(random);
  const onWeekend = days.every((day) => WEEKEND.includes(day));
  const [part, span] = random.pick(onWeekend ? PARTS_OF_DAY : PARTS_OF_DAY.slice(1));
  return { text: `${writeDays(random, agency, days)} ${part}`, slots: slotsOn("estimated", days, span) };
}

function writeGroup(random: SeededRandom, agency: SampleAgency, hours: number): TimingPhrase {
  const onWeekend = random.chance(0.4);
  const days = onWeekend ? WEEKEND : SCHOOL_DAYS;
  const words = onWeekend ? ["Weekends", "Weekend", "Sat/Sun"] : ["Weekdays", "Weekday", "Mon-Fri"];
  const group = random.pick(words);
  const start = drawStart(random, days);
  if (random.chance(0.4)) {
    const [part, span] = random.pick(onWeekend ? PARTS_OF_DAY.slice(0, 2) : PARTS_OF_DAY.slice(1));
    const text = `${group.replace(/s$/, "")} ${part}s`;
    return { text, slots: slotsOn("estimated", days, span) };
  }
  if (random.chance(0.6)) {
    const text = `${group} after ${writeClock(agency.clock, start)}`;
    return { text, slots: slotsOn("estimated", days, `${hhmm(start)}-23:00`) };
  }
  const text = `${group} ${writeClockSpan(agency, start, start + 60 * hours)}`;
  const kind = group === "Sat/Sun" ? "explicit" : "estimated";
  return { text, slots: slotsOn(kind, days, slot(start, start + 60 * hours)) };
}

function writeBareStart(random: SeededRandom, agency: SampleAgency): TimingPhrase {
  const days = drawDays(random);
  const dayText = writeDays(random, agency, days);
  if (random.chance(0.25)) return { text: dayText, slots: null };
  return { text: `${dayText} ${writeClock(agency.clock, drawStart(random, days))}`, slots: null };
}

function slot(start: number, end: number): string {
  return `${hhmm(start)}-${hhmm(end)}`;
}

function hhmm(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

function writeClockSpan(agency: SampleAgency, start: number, end: number): string {
  const sameHalf = (start < 720) === (end < 720);
  const short = sameHalf && agency.clock !== "military" && agency.clock !== "spaced";
  const from = writeClock(agency.clock, start);
  return `${short ? from.slice(0, -2) : from}${agency.spanMark}${writeClock(agency.clock, end)}`;
}

function writeClock(style: ClockStyle, minutes: number): string {
  const minute = String(minutes % 60).padStart(2, "0");
  if (style === "military") return hhmm(minutes).replace(":", "");
  const hour = Math.floor(minutes / 60) % 12 || 12;
  const half = minutes < 720 ? "am" : "pm";
  if (style === "spaced") return `${hour}:${minute} ${half.toUpperCase()}`;
  if (minute === "00") return `${hour}${half}`;
  return `${hour}${style === "dot" ? "." : style === "colon" ? ":" : ""}${minute}${half}`;
}
