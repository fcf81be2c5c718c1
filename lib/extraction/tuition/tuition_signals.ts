import type { AssignmentFields } from "../../schema/tuition_assignment.ts";
import { type AcademicSignals, findAcademicSignals } from "./academic_signals.ts";
import { findPlaceSignals, type PlaceSignals } from "./place_signals.ts";
import type { Post } from "./rules/parse_post.ts";
import { findTimeSignals, type TimeSignals } from "./weekly_slots.ts";

/** meta.signals of an assignment. */
export type TuitionSignals = AcademicSignals & {
  readonly places: PlaceSignals | null;
  /** What the rules read about times in the post, whoever filled the field time_availability. */
  readonly time_deterministic: TimeSignals | null;
};

/**
 * What an assignment's fields say in the vocabularies' words, and what its post says about times; null where they name
 * neither what is taught nor where nor when.
 */
export function findTuitionSignals(
  fields: Pick<AssignmentFields, "academic_display_text" | "address" | "nearest_mrt">,
  post: Post,
): TuitionSignals | null {
  const places = findPlaceSignals(fields);
  const time_deterministic = findTimeSignals(post);
  if (fields.academic_display_text === null && places === null && time_deterministic === null) return null;
  return { ...findAcademicSignals(fields.academic_display_text ?? ""), places, time_deterministic };
}
