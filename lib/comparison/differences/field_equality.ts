import type { FieldKind } from "../../schema/field_paths.ts";
import type { FieldValue } from "../../schema/read_field.ts";
import { comparableText } from "../../text/comparable_text.ts";
import { comparableSlot } from "./weekly_slot.ts";

/** Numbers that differ by less than this share of the larger are one number that was worked out in two ways. */
const FLOAT_NOISE = 1e-9;

/**
 * Whether two values of a field are the same, as its kind sees it:
 * - `code`, `enum`, `text`: the texts, but for case, width of letters, white space and punctuation at the end
 *   ({@linkcode comparableText})
 * - `number`: the numbers, but for the noise of floating point: 0.1 + 0.2 is 0.3
 * - `list`: sets of such texts, so that neither order nor repetition counts
 * - `slots`: sets of days and times, however these are written ({@linkcode comparableSlot})
 *
 * Null is the same as null only.
 */
export function sameFieldValue(a: FieldValue, b: FieldValue, kind: FieldKind): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  if (typeof a === "string" && typeof b === "string") return comparableText(a) === comparableText(b);
  if (typeof a === "number" && typeof b === "number") return sameNumber(a, b);
  if (typeof a === "object" && typeof b === "object") {
    return sameItems(a, b) || sameSet(a, b, kind === "slots" ? comparableSlot : comparableText);
  }
  return false;
}

function sameNumber(a: number, b: number): boolean {
  return Math.abs(a - b) <= FLOAT_NOISE * Math.max(Math.abs(a), Math.abs(b));
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

function sameSet(a: readonly string[], b: readonly string[], comparable: (text: string) => string): boolean {
  const setA = new Set(a.map(comparable));
  const setB = new Set(b.map(comparable));
  return setA.size === setB.size && setA.isSubsetOf(setB);
}
