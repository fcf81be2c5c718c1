import type { FieldValue } from "../schema/read_field.ts";

/** A field's value as people read it: a list's parts joined by "; ", null as an empty text. */
export function formatFieldValue(value: FieldValue): string {
  if (value === null) return "";
  return typeof value === "object" ? value.join("; ") : String(value);
}
