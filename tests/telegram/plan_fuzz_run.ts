import { parseArgs } from "@std/cli/parse-args";
import { UserError } from "../../lib/core/errors.ts";

/** What a command line asks for. */
export interface FuzzRunPlan {
  readonly help: boolean;
  readonly seed: number;
  readonly runs: number;
  /** Leads to one input of a run that failed; null for all of them. */
  readonly path: string | null;
}

const DEFAULTS = { seed: 1, runs: 100_000 };

/** The lines that `--help` prints. */
export const FUZZ_HELP = [
  "Usage: deno task fuzz [--seed N] [--runs N] [--path PATH]",
  "",
  "Damages exports of all shapes and reads them: no crash without a clear error, and no message lost that is whole.",
  "Ends with a table. The first input that fails is made as small as it goes and written to out/fuzz, with the",
  "command that runs it again.",
  "",
  `  --seed N     other inputs; default ${DEFAULTS.seed}`,
  `  --runs N     how many inputs; default ${DEFAULTS.runs.toLocaleString("en-US")}`,
  "  --path PATH  only the input that a failed run names so",
];

/**
 * Plans a run from the words of the command line.
 *
 * @throws {UserError} If there is an unknown flag or a number is none.
 */
export function planFuzzRun(args: readonly string[]): FuzzRunPlan {
  const unknown: string[] = [];
  const { help, seed, runs, path } = parseArgs([...args], {
    boolean: ["help"],
    string: ["seed", "runs", "path"],
    unknown: (word) => {
      unknown.push(word);
      return false;
    },
  });
  if (unknown.length > 0) {
    throw new UserError(
      `Cannot run "${unknown.join(" ")}": there is no such flag; there are --seed, --runs, --path and --help`,
    );
  }
  return {
    help: help === true,
    seed: parseCount("--seed", seed, 0) ?? DEFAULTS.seed,
    runs: parseCount("--runs", runs, 1) ?? DEFAULTS.runs,
    path: typeof path === "string" ? path : null,
  };
}

function parseCount(flag: string, text: unknown, min: number): number | null {
  if (typeof text !== "string") return null;
  const count = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (count >= min) return count;
  throw new UserError(
    `Cannot read ${flag}: found "${text}", expected a whole number from ${min} on; write ${flag} 5`,
  );
}
