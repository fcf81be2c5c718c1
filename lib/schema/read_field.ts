import type { Field } from "./field_paths.ts";
import { asList, asRecord } from "./json_values.ts";
import { WEEKDAYS } from "./tuition_assignment.ts";

/** A field's value in one plain form; null is "unknown", and so is an empty list, week or text. */
export type FieldValue = string | number | readonly string[] | null;

/**
 * Reads a field of an output, slots as "monday 19:00-21:00". Asks nothing of the rest, so that outputs of older schemas can be read
 * too; what has another form than the field's is null.
 */
export function readField(output: unknown, field: Field): FieldValue {
  return plainValue(walk(output, field.path.split(".")), field);
}

/** Reads the same fields of many outputs: a comparison's hottest loop, so that paths are split once. */
export class FieldReader {
  readonly fields: readonly Field[];
  /** The values of an output that there is none of. */
  readonly nothing: readonly FieldValue[];
  readonly #keys: readonly (readonly string[])[];

  constructor(fields: readonly Field[]) {
    this.fields = fields;
    this.nothing = fields.map(() => null);
    this.#keys = fields.map(({ path }) => path.split("."));
  }

  /** Reads every field, in the order of `fields`. */
  read(output: unknown): FieldValue[] {
    return this.fields.map((field, index) => plainValue(walk(output, this.#keys[index] ?? []), field));
  }

  /**
   * Reads every field of an output that differs from another, whose values are known, in these top-level keys only; what does
   * not differ does not have to be read again.
   */
  readChanged(
    values: readonly FieldValue[],
    changes: Readonly<Record<string, unknown>>,
  ): FieldValue[] {
    return this.fields.map((field, index) => {
      const keys = this.#keys[index] ?? [];
      return Object.hasOwn(changes, keys[0] ?? "")
        ? plainValue(walk(changes, keys), field)
        : values[index] ?? null;
    });
  }
}

function plainValue(stored: unknown, field: Field): FieldValue {
  const value = field.simplify ? field.simplify(stored) : stored;
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

function walk(value: unknown, keys: readonly string[]): unknown {
  for (const key of keys) value = asRecord(value)[key];
  return value;
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
