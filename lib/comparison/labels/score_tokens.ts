import type { FieldValue } from "../../schema/read_field.ts";
import { comparableText } from "../../text/comparable_text.ts";

const TOKEN = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[.'\u2019][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;

/**
 * The tokens of a field's value, as a bag: runs of letters (and their marks) and digits with the points and apostrophes within them
 * ("1.5", "king's"), after the normalisation of {@linkcode comparableText}; a number is one token, null is none.
 */
export function scoreTokens(value: FieldValue): string[] {
  if (value === null) return [];
  if (typeof value === "number") return [String(value)];
  const texts = typeof value === "string" ? [value] : value;
  return texts.flatMap((text) => comparableText(text).match(TOKEN) ?? []);
}
