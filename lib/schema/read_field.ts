import { type Field, FIELDS } from "./field_paths.ts";
import { WEEKDAYS } from "./tuition_assignment.ts";

/** A field's value in one plain form; null is "unknown", and so is an empty list, week or text. */
export type FieldValue = string | number | readonly string[] | null;

/**
 * Reads a field of an assignment: slots as "monday 19:00-21:00", tutor types by their canonical names, a rate
 * breakdown as "part-timer 30-40". Asks nothing of the rest, so that outputs of older schemas can be read too; what
 * has another form than the field's is null.
 */
export function readField(assignment: unknown, field: Field): FieldValue {
  return plainValue(walk(assignment, field.path.split(".")), field);
}

/** The keys of every field's path, split once: reading all fields of an output is a comparison's hottest loop. */
const KEYS = FIELDS.map(({ path }) => path.split("."));

/** Reads every field, in the order of {@linkcode FIELDS}. */
export function readFields(assignment: unknown): FieldValue[] {
  return FIELDS.map((field, index) => plainValue(walk(assignment, KEYS[index] ?? []), field));
}

/**
 * Reads every field of an output that differs from another, whose values are known, in these top-level keys only; what does
 * not differ does not have to be read again.
 */
export function readChangedFields(
  values: readonly FieldValue[],
  changes: Readonly<Record<string, unknown>>,
): FieldValue[] {
  return FIELDS.map((field, index) => {
    const keys = KEYS[index] ?? [];
    return Object.hasOwn(changes, keys[0] ?? "")
      ? plainValue(walk(changes, keys), field)
      : values[index] ?? null;
  });
}

function plainValue(value: unknown, field: Field): FieldValue {
  switch (field.path) {
    case "tutor_types":
      return nonEmpty(asList(value).map((type) => asText(asRecord(type)["canonical"])).filter(isText));
    case "rate_breakdown":
      return nonEmpty(
        Object.entries(asRecord(value)).map(([type, rate]) => `${type} ${formatSpan(asRecord(rate))}`),
      );
  }
  switch (field.kind) {
    case "number":
      return typeof value === "number" ? value : null;
    case "list":
      return nonEmpty(asList(value).filter(isText));
    case "slots":
      return nonEmpty(weeklySlots(asRecord(value)));
    default:
      return asText(value);
  }
}

function weeklySlots(week: Readonly<Record<string, unknown>>): string[] {
  const slots: string[] = [];
  for (const day of WEEKDAYS) {
    for (const slot of asList(week[day])) {
      if (isText(slot)) slots.push(`${day} ${slot}`);
    }
  }
  return slots;
}

function formatSpan(rate: Readonly<Record<string, unknown>>): string {
  return `${rate["min"] ?? ""}-${rate["max"] ?? ""}`;
}

function walk(value: unknown, keys: readonly string[]): unknown {
  for (const key of keys) value = asRecord(value)[key];
  return value;
}

const NO_RECORD: Readonly<Record<string, unknown>> = {};

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : NO_RECORD;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const NO_LIST: readonly unknown[] = [];

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NO_LIST;
}

function asText(value: unknown): string | null {
  return isText(value) ? value : null;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function nonEmpty(list: readonly string[]): readonly string[] | null {
  return list.length === 0 ? null : list;
}
