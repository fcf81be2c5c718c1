import { stripVTControlCharacters } from "node:util";

/** What `deno test` is asked to run. */
export interface TestRunPlan {
  /** Test files and folders; empty for all. */
  readonly files: readonly string[];
  /** Flags for `deno test`. */
  readonly flags: readonly string[];
}

/**
 * Plans a run from the words of the command line. A path is taken as one; another word picks the test files that
 * have it in their path (`queue`: `tests/queue/...`), or else the tests that have it in their name; flags are passed on.
 *
 * @param testFiles All test files, as paths from the project's root.
 */
export function planTestRun(words: readonly string[], testFiles: readonly string[]): TestRunPlan {
  const flags = words.filter((word) => word.startsWith("-"));
  const files = new Set<string>();
  const names: string[] = [];
  for (const word of words.filter((word) => !word.startsWith("-"))) {
    const path = word.replace(/^\.\//, "").replace(/\/$/, "");
    const matching = testFiles.filter((file) => file.includes(path));
    for (const file of matching) files.add(file);
    if (matching.length === 0) names.push(word);
  }
  const filter = names.length === 0 ? [] : [`--filter=/(?i)${names.map(escapeRegExp).join("|")}/`];
  return { files: [...files].sort(), flags: [...flags, ...filter] };
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** How many tests ended in which way. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Counts the tests by the last line of what `deno test` printed, or null where there is no such line. */
export function countTests(output: string): TestCounts | null {
  const lines = stripVTControlCharacters(output).split("\n");
  const last = lines.findLast((line) => /^(ok|FAILED) \| \d+ passed/.test(line));
  if (last === undefined) return null;
  const count = (word: string) => Number(new RegExp(`\\b(\\d+) ${word}`).exec(last)?.[1] ?? 0);
  return { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
}

/** `12 passed, 0 failed`, and the skipped ones where there are any. */
export function formatCounts({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
