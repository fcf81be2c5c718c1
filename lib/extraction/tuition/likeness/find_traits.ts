import { sha256Hex } from "../../../core/fingerprint.ts";
import { type AssignmentFields, WEEKDAYS } from "../../../schema/tuition_assignment.ts";
import { foldText } from "../../../text/fold_text.ts";
import type { Traits } from "../../likeness.ts";
import { findAcademicSignals } from "../academic_signals.ts";
import { findPlaceTraits } from "./place_traits.ts";
import { repostText } from "./repost_text.ts";

/** Longer codes are no codes. */
const LONGEST_CODE = 60;
const SHORTEST_WORD = 4;
const TIMES: Readonly<Record<string, string>> = { once: "1", twice: "2", thrice: "3" };

/** What an assignment is held against others by. */
export function findTraits(fields: AssignmentFields, text: string): Traits {
  const places = findPlaceTraits(fields);
  const requests = listRequests(fields);
  return {
    repostKey: findRepostKey(fields, text),
    matchKeys: [
      ...places.postalCodes.map((code) => `postal:${code}`),
      ...requests.map((request) => `asks:${request}`),
    ],
    words: {
      ...places,
      requests,
      modes: fields.learning_mode.mode === null ? [] : [fields.learning_mode.mode],
      rates: listRates(fields.rate),
      slots: listSlots(fields),
      ...readSchedule(fields.lesson_schedule ?? []),
      remarks: listWords(fields.additional_remarks ?? ""),
    },
  };
}

function findRepostKey({ assignment_code }: AssignmentFields, text: string): string {
  const code = foldText((assignment_code ?? "").normalize("NFKC")).replace(/[^\p{L}\p{N}]+/gu, "");
  return code !== "" && code.length <= LONGEST_CODE
    ? `code:${code}`
    : `text:${sha256Hex(repostText(text)).slice(0, 32)}`;
}

/** Each subject with whom it is for, such as `Secondary 3 Mathematics`. */
function listRequests({ academic_display_text }: AssignmentFields): string[] {
  const { academic_requests } = findAcademicSignals(academic_display_text ?? "");
  return [
    ...new Set(academic_requests.flatMap(({ level, specific_level, subjects }) => {
      const student = specific_level ?? level;
      return student === null ? [] : subjects.map((subject) => `${student} ${subject}`);
    })),
  ];
}

/** The bounds of the rate; none where it is one for a lesson or a month, which says little to one for an hour. */
function listRates({ min, max, raw_text }: AssignmentFields["rate"]): string[] {
  if (/month|lesson|session|week/i.test(raw_text ?? "")) return [];
  return [...new Set([min, max].filter((bound) => bound !== null).map(String))];
}

/** `monday 17:00`: when lessons can begin; what was said and what was inferred alike. */
function listSlots({ time_availability: { explicit, estimated } }: AssignmentFields): string[] {
  return WEEKDAYS.flatMap((day) =>
    [...explicit[day], ...estimated[day]].map((slot) => `${day} ${slot.slice(0, 5)}`)
  );
}

/** How often and how long the lessons are. */
function readSchedule(schedule: readonly string[]): Record<"lessonsPerWeek" | "hoursPerLesson", string[]> {
  const text = foldText(schedule.join("\n"));
  const times = /\b(once|twice|thrice)\b|\b(\d) ?(?:x|times?|lessons?|sessions?)\b/.exec(text);
  const hours = /(\d+(?:\.\d+)?) ?-? ?h(?:(?:ou)?rs?)?\b/.exec(text);
  const minutes = /(\d+) ?-? ?min/.exec(text);
  const perWeek = times?.[1] === undefined ? times?.[2] : TIMES[times[1]];
  const perLesson = hours?.[1] ?? (minutes?.[1] === undefined ? undefined : String(Number(minutes[1]) / 60));
  return {
    lessonsPerWeek: perWeek === undefined ? [] : [perWeek],
    hoursPerLesson: perLesson === undefined ? [] : [perLesson],
  };
}

function listWords(text: string): string[] {
  const words = foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.filter((word) => word.length >= SHORTEST_WORD || /\P{ASCII}/u.test(word)))];
}
