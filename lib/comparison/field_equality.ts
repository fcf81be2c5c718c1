import type { FieldValue } from "../schema/read_field.ts";
import { comparableText } from "../text/comparable_text.ts";

/**
 * Whether two values of a field are the same: numbers as numbers, texts as {@linkcode comparableText} sees them, lists and
 * slots as sets of such texts. Null is the same as null only.
 */
export function sameFieldValue(a: FieldValue, b: FieldValue): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (typeof a === "string" && typeof b === "string") return comparableText(a) === comparableText(b);
  if (typeof a === "object" && typeof b === "object") return sameSet(a, b);
  return false;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === b.length && a.every((text, index) => text === b[index])) return true;
  const setA = new Set(a.map(comparableText));
  const setB = new Set(b.map(comparableText));
  return setA.size === setB.size && setA.isSubsetOf(setB);
}
