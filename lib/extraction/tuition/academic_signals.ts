import { LEVELS, SUBJECTS } from "./vocabulary/phrases.ts";

/** What a display text asks for, in the vocabulary's words; kept in an extraction's meta. */
export interface AcademicSignals {
  readonly subjects: readonly string[];
  readonly levels: readonly string[];
}

/** The subjects and kinds of school that a display text names, each once, in its order. */
export function findAcademicSignals(displayText: string): AcademicSignals {
  const folded = displayText.toLowerCase();
  return {
    subjects: [...new Set(SUBJECTS.findAll(folded).map(({ value }) => value))],
    levels: [...new Set(LEVELS.findAll(folded).map(({ value }) => value))],
  };
}
