import { parseArgs } from "@std/cli/parse-args";
import { UserError } from "../../lib/core/errors.ts";

/** What a command line asks for. */
export interface ChaosRunPlan {
  readonly help: boolean;
  readonly seed: number;
  readonly faults: number;
  readonly jobs: number;
}

const DEFAULTS = { seed: 1, faults: 220, jobs: 3000 } as const;
const LOWEST = { seed: 0, faults: 0, jobs: 30 } as const;
const HIGHEST = { seed: 0xffff_ffff, faults: 10_000, jobs: 300_000 } as const;

/**
 * Plans a run from the words of the command line.
 *
 * @throws {UserError} If a flag is unknown or its value is no whole number in its range.
 */
export function planChaosRun(args: readonly string[]): ChaosRunPlan {
  const unknown: string[] = [];
  const flags = parseArgs([...args], {
    boolean: ["help"],
    string: ["seed", "faults", "jobs"],
    unknown: (word) => {
      unknown.push(word);
      return false;
    },
  });
  if (unknown.length > 0) {
    throw new UserError(
      `Cannot run "${unknown.join(" ")}": there are --seed N, --faults N, --jobs N and --help`,
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
  return { help: flags.help === true, seed: read("seed"), faults: read("faults"), jobs: read("jobs") };
}

/** The lines that `--help` prints. */
export function formatChaosHelp(): string[] {
  return [
    "Usage: deno task chaos [--seed N] [--faults N] [--jobs N]",
    "",
    "Drains three versions by six processes from a database server of its own, and",
    "meanwhile kills, freezes and interrupts the workers, restarts the server, cuts",
    "and stalls the lines to it, fills its disk, and edits and enqueues messages.",
    "Every move of every job is written down; at the end each must be right.",
    "",
    `  --seed N     what chance decides; the same seed plans the same faults (${DEFAULTS.seed})`,
    `  --faults N   how many faults (${DEFAULTS.faults}); 200 take two to four minutes`,
    `  --jobs N     how many jobs, a third of them of each version (${DEFAULTS.jobs})`,
    "",
    "Exit code 0: nothing was lost or done twice; 1: something was; 2: wrong use, or",
    "something never ended; 130: stopped by Ctrl+C.",
  ];
}
