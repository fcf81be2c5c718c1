import type { AssignmentFields } from "../../schema/tuition_assignment.ts";
import { truncateText } from "../../text/truncate_text.ts";
import type { Check } from "../domain.ts";
import { EVIDENCE_LENGTH, isVerbatim, verbatimChecks } from "../verbatim_check.ts";
import {
  RATE_AMOUNT_NOT_IN_TEXT,
  RATE_BREAKDOWN_UNSUPPORTED,
  RATE_LEFT_OPEN,
  RATE_MIN_ABOVE_MAX,
  RATE_WITHOUT_TEXT,
} from "./rate_checks.ts";
import { BACKWARD_SLOTS, DUPLICATE_SLOTS, MALFORMED_SLOTS } from "./slot_checks.ts";

/** A way of holding lessons that no words of the post stand for. */
const MODE_WITHOUT_TEXT: Check<AssignmentFields> = {
  rule: "mode_without_text",
  field: "learning_mode.mode",
  find: ({ learning_mode: { mode, raw_text } }) => raw_text === null ? mode : null,
  drop: (fields) => ({ ...fields, learning_mode: { mode: null, raw_text: null } }),
};

/** A kind of tutor whose words are not in the post. */
const TUTOR_TYPE_UNSUPPORTED: Check<AssignmentFields> = {
  rule: "tutor_type_unsupported",
  field: "tutor_types",
  find: ({ tutor_types }, text) => {
    const odd = tutor_types.find(({ original }) => !isVerbatim(original, text));
    return odd ? truncateText(odd.original, EVIDENCE_LENGTH) : null;
  },
  drop: (fields, text) => ({
    ...fields,
    tutor_types: fields.tutor_types.filter(({ original }) => isVerbatim(original, text)),
  }),
};

/**
 * What must hold of an assignment, in this order: first the texts, whether the post holds them at all, then what rests on them. So a rate
 * whose words were taken out loses its amounts too, and of two slots of which one is malformed the other is no duplicate.
 */
export const TUITION_CHECKS: readonly Check<AssignmentFields>[] = [
  ...verbatimChecks<AssignmentFields>([
    { path: "assignment_code" },
    // The level and the subjects of posts that name them apart.
    { path: "academic_display_text", mostParts: 2 },
    { path: "learning_mode.raw_text" },
    { path: "address" },
    { path: "postal_code" },
    { path: "nearest_mrt" },
    { path: "lesson_schedule" },
    { path: "start_date" },
    { path: "time_availability.note" },
    { path: "rate.raw_text" },
    { path: "additional_remarks" },
  ]),
  MODE_WITHOUT_TEXT,
  RATE_WITHOUT_TEXT,
  RATE_LEFT_OPEN,
  RATE_AMOUNT_NOT_IN_TEXT,
  RATE_MIN_ABOVE_MAX,
  TUTOR_TYPE_UNSUPPORTED,
  RATE_BREAKDOWN_UNSUPPORTED,
  ...MALFORMED_SLOTS,
  ...BACKWARD_SLOTS,
  ...DUPLICATE_SLOTS,
];
