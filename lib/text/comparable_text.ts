const END_PUNCTUATION = /[\s.,;:!?\u2026]+$/;

/**
 * A text as it counts when two are compared: NFKC, case folded, runs of white space as one space, none at the ends,
 * no punctuation at the end.
 */
export function comparableText(text: string): string {
  // Upper case first folds letters that lower case alone keeps apart, such as the two ways of writing a German ss.
  return text.normalize("NFKC").toUpperCase().toLowerCase().replace(/\s+/g, " ").replace(END_PUNCTUATION, "")
    .trimStart();
}
