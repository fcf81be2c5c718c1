import { FIELDS } from "../../schema/field_paths.ts";
import { GoldFieldsSchema } from "../../schema/gold_label.ts";
import {
  type AssignmentFields,
  AssignmentFieldsSchema,
  emptyAssignmentFields,
} from "../../schema/tuition_assignment.ts";
import type { Domain } from "../domain.ts";
import { announceAssignment } from "./announcement/announce_assignment.ts";
import { ASSIGNMENT_ANSWER } from "./assignment_answer.ts";
import { TUITION_CHECKS } from "./checks.ts";
import { completeFields } from "./complete_fields.ts";
import { ASSIGNMENT_LIKENESS } from "./likeness/assignment_likeness.ts";
import { isAssignment } from "./is_assignment.ts";
import { extractLabelledFields } from "./rules/extract_labelled_fields.ts";
import { parsePost, type Post } from "./rules/parse_post.ts";
import { splitPost } from "./split_post.ts";
import { findTuitionSignals } from "./tuition_signals.ts";
import { TUITION_SOURCES } from "./tuition_sources.ts";

/** Tuition assignments as agencies post them. */
export const TUITION: Domain<AssignmentFields> = {
  name: "tuition",
  sources: TUITION_SOURCES,
  schema: AssignmentFieldsSchema,
  fields: FIELDS,
  labelSchema: GoldFieldsSchema,
  emptyFields: emptyAssignmentFields,
  answer: ASSIGNMENT_ANSWER,
  prompts: new URL("../../../prompts/", import.meta.url),
  findSkipReason: (text) => isAssignment(readPost(text)) ? null : "non_assignment",
  splitPost: (text) => splitPost(readPost(text)),
  readFields: (text) => extractLabelledFields(readPost(text)),
  completeFields: (fields, text) => completeFields(fields, readPost(text)),
  findSignals: (fields, text) => findTuitionSignals(fields, readPost(text)),
  checks: TUITION_CHECKS,
  keyFacts: [
    ["assignment_code"],
    ["academic_display_text"],
    // An online lesson has no place.
    ["address", "postal_code", "nearest_mrt", "learning_mode.mode"],
    ["lesson_schedule"],
    ["time_availability.explicit", "time_availability.estimated", "time_availability.note"],
    ["rate.raw_text"],
  ],
  announce: announceAssignment,
  likeness: ASSIGNMENT_LIKENESS,
};

let newest: Post | null = null;

/** A text goes through several of the domain's functions one after the other, and is parsed once. */
function readPost(text: string): Post {
  if (newest?.original !== text) newest = parsePost(text);
  return newest;
}
