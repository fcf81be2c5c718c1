import type { Field } from "./field_paths.ts";
import { asRecord } from "./json_values.ts";
import type { FieldValue } from "./read_field.ts";

/**
 * Writes a field's plain value to where `readField` finds it: slots become a week, all else stands there as it is.
 *
 * @param output Is changed; what lies on the way to the field is made.
 */
export function writeField(output: Record<string, unknown>, field: Field, value: FieldValue): void {
  const keys = field.path.split(".");
  const last = keys.pop() ?? "";
  let place = output;
  for (const key of keys) {
    const inner = { ...asRecord(place[key]) };
    place[key] = inner;
    place = inner;
  }
  place[last] = field.kind === "slots" ? weekOf(value) : value;
}

function weekOf(slots: FieldValue): Record<string, string[]> {
  const week: Record<string, string[]> = {};
  if (typeof slots !== "object" || slots === null) return week;
  for (const slot of slots) {
    const [day = "", time = ""] = slot.split(" ");
    (week[day] ??= []).push(time);
  }
  return week;
}
