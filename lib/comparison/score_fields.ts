import type { GoldFields } from "../schema/gold_label.ts";
import { type AssignmentFields, WEEKDAYS } from "../schema/tuition_assignment.ts";
import { normaliseForScore, scoreTokens } from "./normalise_for_score.ts";

/**
 * A field's value as scoring sees it; no items means null. A `set` hits or misses as a whole, `items` one by one.
 */
export interface ScoredValue {
  readonly kind: "set" | "items";
  readonly items: ReadonlySet<string>;
  readonly tokens: readonly string[];
}

/** A field that is scored. */
export interface ScoreField {
  /** Nested fields by their path, such as `rate.min`. */
  readonly path: string;
  /** Which F1 counts in the mean over the fields: `token` for text, `exact` for all else. */
  readonly macro: "exact" | "token";
  /** The value of an output or a label; undefined where a label leaves the field out. */
  readonly read: (fields: GoldFields | AssignmentFields) => ScoredValue | undefined;
}

/** Every scored field, in the order of reports. */
export const SCORE_FIELDS: readonly ScoreField[] = [
  field("assignment_code", "exact", (fields) => fields.assignment_code),
  field("academic_display_text", "token", (fields) => fields.academic_display_text),
  field("learning_mode.mode", "exact", (fields) => fields.learning_mode?.mode),
  field("learning_mode.raw_text", "token", (fields) => fields.learning_mode?.raw_text),
  field("address", "token", (fields) => fields.address),
  field("postal_code", "exact", (fields) => fields.postal_code),
  field("nearest_mrt", "exact", (fields) => fields.nearest_mrt),
  field("lesson_schedule", "token", (fields) => fields.lesson_schedule),
  field("start_date", "token", (fields) => fields.start_date),
  { path: "time_availability", macro: "exact", read: readSlots },
  field("rate.min", "exact", (fields) => fields.rate?.min),
  field("rate.max", "exact", (fields) => fields.rate?.max),
  field("rate.raw_text", "token", (fields) => fields.rate?.raw_text),
  field("additional_remarks", "token", (fields) => fields.additional_remarks),
];

type Value = string | number | readonly string[] | null | undefined;

function field(
  path: string,
  macro: ScoreField["macro"],
  read: (fields: GoldFields | AssignmentFields) => Value,
): ScoreField {
  return {
    path,
    macro,
    read: (fields) => {
      const value = read(fields);
      return value === undefined ? undefined : toScoredValue(value);
    },
  };
}

function toScoredValue(value: Exclude<Value, undefined>): ScoredValue {
  if (typeof value === "number") {
    return { kind: "set", items: new Set([String(value)]), tokens: [String(value)] };
  }
  const texts = value === null ? [] : typeof value === "string" ? [value] : value;
  return {
    kind: "set",
    items: new Set(texts.map(normaliseForScore).filter((text) => text !== "")),
    tokens: texts.flatMap(scoreTokens),
  };
}

/** Each slot is an item of its own: whether it is explicit or estimated, its day and its times. */
function readSlots({ time_availability: times }: GoldFields | AssignmentFields): ScoredValue | undefined {
  if (times === undefined) return undefined;
  const slots = (["explicit", "estimated"] as const).flatMap((kind) =>
    WEEKDAYS.flatMap((day) => (times[kind]?.[day] ?? []).map((slot) => `${kind} ${day} ${slot}`))
  );
  return { kind: "items", items: new Set(slots), tokens: slots };
}
