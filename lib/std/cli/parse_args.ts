/**
 * Stand-in for `jsr:@std/cli/parse-args` where JSR cannot be reached: the same code, republished on npm.
 * The types are no looser than the original's for the options used here.
 */
import { parseArgs as implementation } from "deno-std/cli/parse_args.js";

/** What {@linkcode parseArgs} returns: positional arguments under `_`, options under their names. */
export interface Args {
  _: (string | number)[];
  [option: string]: unknown;
}

/** The subset of the original's options that this project uses. */
export interface ParseOptions {
  /** Options whose value stays a string. `"_"` keeps positional arguments strings. */
  string?: readonly string[];
  /** Options that take no value. */
  boolean?: readonly string[];
  /** Options that may be given more than once and give an array. */
  collect?: readonly string[];
  /** Boolean options that also accept `--no-NAME`. */
  negatable?: readonly string[];
  /** Short names. */
  alias?: Readonly<Record<string, string>>;
  /** Called for each argument that is not known; return false to drop it. */
  unknown?: (argument: string, key?: string, value?: unknown) => unknown;
}

/** Parses command line arguments; see the documentation of `@std/cli`. */
export function parseArgs(args: string[], options: ParseOptions = {}): Args {
  return implementation(args, options) as Args;
}
