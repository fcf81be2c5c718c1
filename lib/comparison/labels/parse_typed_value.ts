import type * as z from "zod";
import { UserError } from "../../core/errors.ts";
import type { Field } from "../../schema/field_paths.ts";
import { type FieldValue, readField } from "../../schema/read_field.ts";
import { writeField } from "../../schema/write_field.ts";

/**
 * Parses what a person types as the value of a field: of a list or slots one a line, slots as "monday 19:00-21:00".
 *
 * @param labelSchema The form of the domain's labels.
 * @throws {UserError} If the field cannot have such a value; the message is for the person who typed.
 */
export function parseTypedValue(typed: string, field: Field, labelSchema: z.ZodType<object>): FieldValue {
  const lines = typed.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (lines.length === 0) throw new UserError("Type the value, or say that the post does not tell it (0)");
  const output: Record<string, unknown> = {};
  writeField(output, field, formOf(lines, field));
  const parsed = labelSchema.safeParse(output);
  const value = parsed.success ? readField(parsed.data, field) : null;
  if (value === null) {
    const [issue] = parsed.error?.issues ?? [];
    throw new UserError(`${field.path} cannot be that: ${issue?.message ?? "not a value of this field"}`);
  }
  return value;
}

function formOf(lines: readonly string[], field: Field): FieldValue {
  switch (field.kind) {
    case "list":
      return lines;
    case "slots":
      return lines.map((line) => line.toLowerCase().replace(/\s+/g, " ").replace(/ ?[-\u2013] ?/, "-"));
    case "number":
      return parseNumber(lines.join(" "));
    default:
      return lines.join("\n");
  }
}

function parseNumber(typed: string): number {
  const number = Number(typed.replace(/^\$|,/g, ""));
  if (!Number.isFinite(number)) throw new UserError(`Type a number, such as 40 or 37.5; found "${typed}"`);
  return number;
}
