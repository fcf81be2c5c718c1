import type { AssignmentFields } from "../../schema/tuition_assignment.ts";
import { type AcademicSignals, findAcademicSignals } from "./academic_signals.ts";
import { findPlaceSignals, type PlaceSignals } from "./place_signals.ts";

/** meta.signals of an assignment. */
export type TuitionSignals = AcademicSignals & { readonly places: PlaceSignals | null };

/** What an assignment's fields say in the vocabularies' words; null where they name neither what is taught nor where. */
export function findTuitionSignals(
  fields: Pick<AssignmentFields, "academic_display_text" | "address" | "nearest_mrt">,
): TuitionSignals | null {
  const places = findPlaceSignals(fields);
  if (fields.academic_display_text === null && places === null) return null;
  return { ...findAcademicSignals(fields.academic_display_text ?? ""), places };
}
