import { type AssignmentFields, WEEKDAYS } from "../../schema/tuition_assignment.ts";
import { findPostStatus } from "./post_status.ts";
import { estimatePostalCodes } from "./rules/estimated_postal_codes.ts";
import { findLearningMode } from "./rules/learning_mode.ts";
import { findPostalCodes } from "./rules/postal_codes.ts";
import type { Post } from "./rules/parse_post.ts";
import { findRate } from "./rules/rate.ts";
import { findRateBreakdown, findTutorTypes } from "./rules/tutor_types.ts";
import { findWeeklySlots } from "./weekly_slots.ts";

/**
 * Fills in what can be inferred from the post's text beyond the snippets an extractor found: postal codes, the learning
 * mode, weekly time slots, kinds of tutors and the rate of each. Only fields that are still unknown are filled.
 */
export function completeFields(fields: AssignmentFields, post: Post): AssignmentFields {
  const { spans } = findRate(post);
  const isModeKnown = fields.learning_mode.mode !== null || fields.learning_mode.raw_text !== null;
  const estimated = estimatePostalCodes(post);
  const postalCodes = fields.postal_code ?? findPostalCodes(post);
  const weeks = hasSlots(fields.time_availability) ? fields.time_availability : findWeeklySlots(post);
  return {
    ...fields,
    postal_code: postalCodes.length > 0 ? postalCodes : null,
    postal_code_estimated: fields.postal_code_estimated ?? (estimated.length > 0 ? estimated : null),
    learning_mode: isModeKnown ? fields.learning_mode : findLearningMode(post),
    time_availability: { ...weeks, note: fields.time_availability.note },
    tutor_types: fields.tutor_types.length > 0 ? fields.tutor_types : findTutorTypes(post, spans),
    rate_breakdown: Object.keys(fields.rate_breakdown).length > 0
      ? fields.rate_breakdown
      : findRateBreakdown(post, spans),
    post_status: fields.post_status ?? findPostStatus(post),
  };
}

function hasSlots({ explicit, estimated }: AssignmentFields["time_availability"]): boolean {
  return WEEKDAYS.some((day) => explicit[day].length > 0 || estimated[day].length > 0);
}
