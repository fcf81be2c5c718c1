import { parseArgs } from "@std/cli/parse-args";
import { UserError } from "../../lib/core/errors.ts";
import { alignColumns } from "../../lib/runtime/format_table.ts";
import type { Benchmark } from "./benchmark.ts";

/** What a command line asks for. */
export interface BenchRunPlan {
  readonly help: boolean;
  readonly large: boolean;
  readonly benchmarks: readonly Benchmark[];
}

/**
 * Plans a run from the words of the command line: the benchmarks that are named, or all.
 *
 * @throws {UserError} If a name or a flag is unknown; the message lists those that there are.
 */
export function planBenchRun(args: readonly string[], benchmarks: readonly Benchmark[]): BenchRunPlan {
  const unknown: string[] = [];
  const { _: words, help, large } = parseArgs([...args], {
    boolean: ["help", "large"],
    unknown: (word) => {
      if (word.startsWith("-")) unknown.push(word);
      return true;
    },
  });
  const names = words.map(String);
  unknown.push(...names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name)));
  if (unknown.length > 0) {
    throw new UserError(
      `Cannot run "${
        unknown.join(" ")
      }": there is no such benchmark or flag; there are --large, --help and ` +
        benchmarks.map(({ name }) => name).join(", "),
    );
  }
  const chosen = benchmarks.filter(({ name }) => names.length === 0 || names.includes(name));
  return { help: help === true, large: large === true, benchmarks: chosen };
}

/** The lines that `--help` prints. */
export function formatBenchHelp(benchmarks: readonly Benchmark[]): string[] {
  return [
    "Usage: deno task bench [NAME...] [--large]",
    "",
    "Measures ours beside references in one run, in turns, on a database server of its own with fsync on, and writes",
    "out/bench.json. The figures of a busy machine are noisy; the ratios less so.",
    "",
    ...alignColumns(benchmarks.map(({ name, does }) => [`  ${name}`, does])),
    "",
    "  --large   also the sizes that take minutes: growth to a million messages",
  ];
}
