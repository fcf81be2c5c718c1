import type { FieldKind } from "../../schema/field_paths.ts";
import type { LabelVerdict } from "../../schema/label.ts";
import type { FieldValue } from "../../schema/read_field.ts";
import { UserError } from "../../core/errors.ts";
import { sameFieldValue } from "../differences/field_equality.ts";

/** What a person said about two values: one of them, both, or another value (null: the post does not say). */
export type Choice =
  | { readonly kind: "a" | "b" | "both" }
  | { readonly kind: "other"; readonly value: FieldValue };

/** What follows from it. */
export interface Judgement {
  readonly verdict: Exclude<LabelVerdict, "direct">;
  readonly value: FieldValue;
  readonly alsoRight: FieldValue;
}

/**
 * Says which of two values of a field of this kind is right. Where they are the same both are, whichever was chosen, and a value that was typed may be one of
 * them.
 *
 * @throws {UserError} If both are called right and only one of them says something.
 */
export function judgeValues(a: FieldValue, b: FieldValue, choice: Choice, kind: FieldKind): Judgement {
  if (choice.kind === "both") {
    if (sameFieldValue(a, b, kind)) return { verdict: "both", value: a, alsoRight: null };
    if (a === null || b === null) {
      throw new UserError(
        "Only one of the two says something, so that one of them is wrong: choose it (1 or 2)",
      );
    }
    return { verdict: "both", value: a, alsoRight: b };
  }
  const value = choice.kind === "other" ? choice.value : choice.kind === "a" ? a : b;
  const isA = sameFieldValue(value, a, kind);
  const isB = sameFieldValue(value, b, kind);
  return { verdict: isA ? (isB ? "both" : "a") : isB ? "b" : "neither", value, alsoRight: null };
}
