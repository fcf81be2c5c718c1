import type { FieldKind } from "../../schema/field_paths.ts";
import type { FieldValue } from "../../schema/read_field.ts";
import { comparableText } from "../../text/comparable_text.ts";
import { scoreTokens } from "../labels/score_tokens.ts";
import { mergedSlots } from "./weekly_slot.ts";

/**
 * In what two values of a field that are not equal differ:
 * - `a_null`, `b_null`: only the other version has one
 * - `format`: in spelling alone. The letters and digits are the same and in the same order, once punctuation, white space and case
 *   are dropped (but two numbers stay two: "30-40" is not "3040", nor "1.5" "15"); so are numbers written otherwise ("1,000", "40.00",
 *   "7:00pm"), items of a list joined or cut otherwise, and slots that make up the same week
 * - `order`: the same words in another order
 * - `value`: in what they say. Numbers that are not equal always are
 */
export const DIFFERENCE_KINDS = ["a_null", "b_null", "format", "order", "value"] as const;
export type DifferenceKind = typeof DIFFERENCE_KINDS[number];

/** Says in what two values differ that are not the same to {@linkcode sameFieldValue}. */
export function differenceKind(a: FieldValue, b: FieldValue, kind: FieldKind): DifferenceKind {
  if (a === null) return "a_null";
  if (b === null) return "b_null";
  switch (kind) {
    case "number":
      return "value";
    case "slots":
      return isSame(weekOf(a), weekOf(b)) ? "format" : "value";
    // The parts of a code or a name say nothing by themselves, so that another order is another value.
    case "code":
    case "enum":
      return isSame(lettersAndDigits(String(a)), lettersAndDigits(String(b))) ? "format" : "value";
    case "text":
    case "list":
      if (isSpeltOtherwise(partsOf(a), partsOf(b))) return "format";
      return isSame(sortedTokens(a), sortedTokens(b)) ? "order" : "value";
  }
}

/** Nothing is not the same as nothing: of two values without a letter or digit it is not known what they say. */
function isSame(a: string, b: string): boolean {
  return a !== "" && a === b;
}

function isSpeltOtherwise(a: readonly string[], b: readonly string[]): boolean {
  return isSame(plainWriting(a.join(" ")), plainWriting(b.join(" "))) ||
    isSame(
      plainWriting(withPlainNumbers(a.join("\n"))),
      plainWriting(withPlainNumbers(b.join("\n"))),
    ) ||
    (a.length > 1 && isSame(plainSet(a), plainSet(b)));
}

function plainSet(items: readonly string[]): string {
  return [...new Set(items.map((item) => plainWriting(withPlainNumbers(item))))].sort().join("\n");
}

const RUN = /\p{N}+|\p{L}[\p{L}\p{M}]*/gu;

/** The letters and digits of a text, with a space between two numbers. */
function plainWriting(text: string): string {
  let plain = "";
  let endsInDigit = false;
  for (const [run] of comparableText(text).matchAll(RUN)) {
    const isNumber = /^\p{N}/u.test(run);
    plain += isNumber && endsInDigit ? ` ${run}` : run;
    endsInDigit = isNumber;
  }
  return plain;
}

/** Numbers without thousands' commas, zeros in front and zeros at the end; full hours without minutes. */
function withPlainNumbers(text: string): string {
  return text
    .replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/g, (number) => number.replaceAll(",", ""))
    // Not in what has two points: 10.10.2026 is another day than 10.1.2026.
    .replace(
      /(?<![\d.])(\d+)\.(\d*?)0+(?!\d|\.\d)/g,
      (_, whole, decimals) => decimals ? `${whole}.${decimals}` : whole,
    )
    .replace(/(\d{1,2})[:.]00(?= ?[ap]m)/gi, "$1")
    .replace(/(?<![\d.,])0+(?=\d)/g, "");
}

function lettersAndDigits(text: string): string {
  return comparableText(text).match(RUN)?.join("") ?? "";
}

function sortedTokens(value: FieldValue): string {
  return scoreTokens(value).sort().join(" ");
}

function weekOf(value: FieldValue): string {
  return mergedSlots(partsOf(value))?.join("\n") ?? "";
}

function partsOf(value: FieldValue): readonly string[] {
  return typeof value === "object" ? value ?? [] : [String(value)];
}
