import { parseArgs } from "@std/cli/parse-args";
import { UserError } from "../../lib/core/errors.ts";

/** What a command line asks for. */
export interface SoakRunPlan {
  readonly help: boolean;
  readonly seed: number;
  readonly jobs: number;
  readonly cache: boolean;
}

const DEFAULTS = { seed: 1, jobs: 2000 } as const;
const LOWEST = { seed: 0, jobs: 50 } as const;
const HIGHEST = { seed: 0xffff_ffff, jobs: 99_999 } as const;

/**
 * Plans a run from the words of the command line.
 *
 * @throws {UserError} If a flag is unknown or its value is no whole number in its range.
 */
export function planSoakRun(args: readonly string[]): SoakRunPlan {
  const unknown: string[] = [];
  const flags = parseArgs([...args], {
    boolean: ["help", "no-cache"],
    string: ["seed", "jobs"],
    unknown: (word) => {
      unknown.push(word);
      return false;
    },
  });
  if (unknown.length > 0) {
    throw new UserError(
      `Cannot run "${unknown.join(" ")}": there are --seed N, --jobs N, --no-cache and --help`,
    );
  }
  const read = (name: keyof typeof DEFAULTS) => {
    const text = flags[name];
    if (typeof text !== "string") return DEFAULTS[name];
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= LOWEST[name] && value <= HIGHEST[name]) return value;
    throw new UserError(
      `Cannot read --${name} "${text}": expected a whole number from ${LOWEST[name]} to ${HIGHEST[name]}`,
    );
  };
  return {
    help: flags.help === true,
    seed: read("seed"),
    jobs: read("jobs"),
    cache: flags["no-cache"] !== true,
  };
}

/** The lines that `--help` prints. */
export function formatSoakHelp(): string[] {
  return [
    "Usage: deno task soak [--seed N] [--jobs N] [--no-cache]",
    "",
    "Extracts posts by a model server that fails three in ten of their items: it turns",
    "requests away, hangs, cuts lines and answers, and replies with what is none. Two",
    "processes drain; one is killed in the middle and another takes its place. Every",
    "job, request, token and cent must be as the script of its post says.",
    "",
    `  --seed N     what chance decides (${DEFAULTS.seed})`,
    `  --jobs N     how many posts (${DEFAULTS.jobs}); 5,000 take some minutes`,
    "  --no-cache   without the cache of replies",
    "",
    "Exit code 0: all is right; 1: something is not, and each thing is listed; 2: wrong",
    "use; 130: stopped by Ctrl+C.",
  ];
}
