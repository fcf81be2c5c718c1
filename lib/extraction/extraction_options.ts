/** What a version decides about the way from a post to its output; all of it is part of the version's fingerprint. */
export interface ExtractionOptions {
  /** `full` fills in what follows from the text; `off` keeps to what it says in so many words. */
  readonly fieldCompletion: "full" | "off";
}

/** The options where nobody chooses. */
export const DEFAULT_EXTRACTION_OPTIONS: ExtractionOptions = {
  fieldCompletion: "full",
};
