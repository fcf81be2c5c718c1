/** What a version decides about the way from a post to its output; all of it is part of the version's fingerprint. */
export interface ExtractionOptions {
  /** `full` fills in what follows from the text; `off` keeps to what it says in so many words. */
  readonly fieldCompletion: "full" | "off";
  /** What is done about fields that cannot be true of their post. */
  readonly hardValidation: "off" | "report" | "enforce";
}

/** The options where nobody chooses. */
export const DEFAULT_EXTRACTION_OPTIONS: ExtractionOptions = {
  fieldCompletion: "full",
  hardValidation: "report",
};

/** The options as a fingerprint holds them. */
export function optionsFingerprint(options: ExtractionOptions): Record<string, string> {
  return {
    "options.field_completion": options.fieldCompletion,
    "options.hard_validation": options.hardValidation,
  };
}
