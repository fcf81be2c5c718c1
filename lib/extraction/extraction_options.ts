import { parseTrustedForwards } from "./trusted_forwards.ts";

/** What a version decides about the way from a post to its output; all of it is part of the version's fingerprint. */
export interface ExtractionOptions {
  /** `full` fills in what follows from the text; `off` keeps to what it says in so many words. */
  readonly fieldCompletion: "full" | "off";
  /** What is done about fields that cannot be true of their post. */
  readonly hardValidation: "off" | "report" | "enforce";
  /** Channels whose forwards are read like posts of their own, in normal form (`t.me/name` or the marked id) and sorted; `*` is every channel. */
  readonly trustedForwards: readonly string[];
}

/** The options where nobody chooses. */
export const DEFAULT_EXTRACTION_OPTIONS: ExtractionOptions = {
  fieldCompletion: "full",
  hardValidation: "report",
  trustedForwards: [],
};

/** What settings or a mode's flags say about the options. */
export interface ExtractionWishes {
  readonly FIELD_COMPLETION: ExtractionOptions["fieldCompletion"];
  readonly HARD_VALIDATE_MODE: ExtractionOptions["hardValidation"];
  readonly TRUSTED_FORWARDS: string | null;
}

/**
 * The options that somebody wishes for.
 *
 * @throws {UserError} If a channel of TRUSTED_FORWARDS cannot be read.
 */
export function chooseExtractionOptions(wishes: ExtractionWishes): ExtractionOptions {
  return {
    fieldCompletion: wishes.FIELD_COMPLETION,
    hardValidation: wishes.HARD_VALIDATE_MODE,
    trustedForwards: parseTrustedForwards(wishes.TRUSTED_FORWARDS ?? ""),
  };
}

/** The options as a fingerprint holds them. */
export function optionsFingerprint(options: ExtractionOptions): Record<string, string> {
  return {
    "options.field_completion": options.fieldCompletion,
    "options.hard_validation": options.hardValidation,
    "options.trusted_forwards": options.trustedForwards.join(",") || "none",
  };
}
