import { compareVersions } from "../../lib/comparison/compare_versions.ts";
import { writeComparison } from "../../lib/comparison/write_comparison.ts";
import { samplePostTexts, storeBenchMessages } from "./bench_messages.ts";
import { storeBenchOutputs } from "./bench_outputs.ts";
import type { Benchmark } from "./benchmark.ts";
import { compareSides } from "./compare_sides.ts";
import { countingStatement } from "./counting_statement.ts";
import { interleave, timed } from "./interleave.ts";

const PAIRS = 30_000;
const REPETITIONS = 5;

/** The counts of a comparison, and all of its files, beside one statement that counts the same per field. */
export const compareBenchmark: Benchmark = {
  name: "compare",
  does: `${PAIRS} pairs of outputs are compared field by field; SQL counts them in one statement`,
  run: async ({ test: { sql }, folder, signal }) => {
    const texts = samplePostTexts(500);
    await storeBenchMessages(sql, PAIRS, texts);
    const versions = await storeBenchOutputs(sql, texts);
    const request = {
      ...versions,
      window: { since: null, until: null },
      channelIds: null,
      comparedAt: new Date("2026-01-01T00:00:00Z"),
    };
    const statement = countingStatement(versions);
    const measured = await interleave({
      "Resift": { run: async () => ({ seconds: await timed(() => compareVersions(sql, request)) }) },
      "Resift with files": {
        run: async () => ({ seconds: await timed(() => writeComparison(sql, request, `${folder}/out`)) }),
      },
      "one counting statement": { run: async () => ({ seconds: await timed(() => sql.unsafe(statement)) }) },
    }, { repetitions: REPETITIONS, warmUp: true, signal });
    const seconds = { unit: "s", figure: ({ seconds = NaN }) => seconds } as const;
    return [
      ...compareSides(measured, {
        ...seconds,
        name: "compare",
        ours: "Resift",
        references: { "one counting statement": "<= 1.5" },
      }),
      ...compareSides(measured, {
        ...seconds,
        name: "compare_files",
        ours: "Resift with files",
        references: { "one counting statement": "<= 4" },
      }),
    ];
  },
};
