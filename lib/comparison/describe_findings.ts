import { type Comparison, FIELD_WORDS, type FieldWord } from "./comparison_schema.ts";

/** What each word says of the fields it holds for. */
const FINDINGS: Readonly<Record<FieldWord, string>> = {
  better: "B is better",
  worse: "B is worse",
  fills_more: "B fills more",
  fills_less: "B fills less",
  differs: "They differ",
  within_noise: "Within A's noise",
  undecided: "Too few to tell",
  alike: "They are alike",
  empty: "Both leave empty",
};

/** What a comparison found, in the order of FIELD_WORDS, each with the paths of its fields; findings without any are left out. */
export function describeFindings(
  { fields }: Pick<Comparison, "fields">,
): { readonly word: FieldWord; readonly finding: string; readonly paths: readonly string[] }[] {
  return FIELD_WORDS.map((word) => ({
    word,
    finding: FINDINGS[word],
    paths: Object.entries(fields).filter(([, { words }]) => words.includes(word)).map(([path]) => path),
  })).filter(({ paths }) => paths.length > 0);
}

/**
 * The same as lines of at most `columns` terminal columns:
 * ```text
 * B fills more      learning_mode.mode, postal_code,
 *                   tutor_types
 * They are alike    assignment_code
 * ```
 */
export function findingLines(comparison: Pick<Comparison, "fields">, columns = 80): string[] {
  const indent = Math.max(...Object.values(FINDINGS).map((finding) => finding.length)) + 2;
  return describeFindings(comparison).flatMap(({ finding, paths }) => {
    const lines: string[] = [];
    let line = finding.padEnd(indent);
    paths.forEach((path, index) => {
      const word = index === paths.length - 1 ? path : `${path},`;
      if (index > 0 && line.length + 1 + word.length > columns) {
        lines.push(line);
        line = " ".repeat(indent) + word;
      } else {
        line += index === 0 ? word : ` ${word}`;
      }
    });
    return [...lines, line];
  });
}
