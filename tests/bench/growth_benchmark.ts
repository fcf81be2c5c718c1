import type { BenchContext, Benchmark, BenchRecord } from "./benchmark.ts";
import { compareSides } from "./compare_sides.ts";
import { interleave, type Side } from "./interleave.ts";
import { runMeasured } from "./run_measured.ts";
import { writeSampleExport } from "./sample_export_file.ts";

const SIZES = [10_000, 100_000] as const;
const LARGE_SIZES = [100_000, 1_000_000] as const;
const REPETITIONS = 2;
const STAGES = ["import", "enqueue", "drain", "compare"] as const;

/** Ten times the messages should take ten times as long, in the same memory. */
export const growthBenchmark: Benchmark = {
  name: "growth",
  does: `import, enqueue, drain and compare of ${SIZES.join(" and ")} messages; with --large of ${
    LARGE_SIZES[1]
  }`,
  run: async (context) => {
    const records = await measureGrowth(SIZES, REPETITIONS, context);
    return context.large ? [...records, ...await measureGrowth(LARGE_SIZES, 1, context)] : records;
  },
};

async function measureGrowth(
  [small, big]: readonly [number, number],
  repetitions: number,
  { test: { sql, url }, folder, signal }: BenchContext,
): Promise<BenchRecord[]> {
  const sideOf = async (messages: number): Promise<Side> => {
    const path = `${folder}/${messages}.json`;
    await writeSampleExport(path, messages);
    return {
      prepare: async () => {
        await sql`truncate telegram_messages_raw, telegram_channels, pipeline_versions cascade`;
        await sql`checkpoint`;
      },
      run: () => runMeasured({ script: "growth_process.ts", args: [path, folder], databaseUrl: url, signal }),
    };
  };
  const sides = { [nameOf(small)]: await sideOf(small), [nameOf(big)]: await sideOf(big) };
  const measured = await interleave(sides, { repetitions, signal });
  const compared = { ours: nameOf(big), references: { [nameOf(small)]: "<= 1.2" } };
  return [
    ...STAGES.flatMap((stage) =>
      compareSides(measured, {
        ...compared,
        name: `growth_${stage}`,
        unit: "µs/message",
        figure: (figures) => 1e6 * (figures[stage] ?? NaN) / (figures["messages"] ?? NaN),
      })
    ),
    ...compareSides(measured, {
      ...compared,
      name: "growth_memory",
      unit: "MB at most",
      figure: ({ peak_mb = NaN }) => peak_mb,
    }),
  ];
}

function nameOf(messages: number): string {
  return `${messages.toLocaleString("en-US")} messages`;
}
