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
  const value = walk(assignment, field.path);
  switch (field.path) {
    case "tutor_types":
      return nonEmpty(asList(value).map((type) => asText(member(type, "canonical"))).filter(isText));
    case "rate_breakdown":
      return nonEmpty(Object.entries(asRecord(value)).map(([type, rate]) => `${type} ${formatSpan(rate)}`));
  }
  switch (field.kind) {
    case "number":
      return typeof value === "number" ? value : null;
    case "list":
      return nonEmpty(asList(value).filter(isText));
    case "slots":
      return nonEmpty(weeklySlots(value));
    default:
      return asText(value);
  }
}

/** Reads every field, in the order of {@linkcode FIELDS}. */
export function readFields(assignment: unknown): FieldValue[] {
  return FIELDS.map((field) => readField(assignment, field));
}

function weeklySlots(week: unknown): string[] {
  const slots: string[] = [];
  for (const day of WEEKDAYS) {
    for (const slot of asList(member(week, day))) {
      if (isText(slot)) slots.push(`${day} ${slot}`);
    }
  }
  return slots;
}

function formatSpan(rate: unknown): string {
  return `${member(rate, "min") ?? ""}-${member(rate, "max") ?? ""}`;
}

function walk(value: unknown, path: string): unknown {
  const dot = path.indexOf(".");
  return dot < 0 ? member(value, path) : member(member(value, path.slice(0, dot)), path.slice(dot + 1));
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

function asRecord(value: unknown): object {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
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
