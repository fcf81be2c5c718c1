import type { Benchmark } from "./benchmark.ts";
import { settleTable } from "./settle_table.ts";
import { compareSides } from "./compare_sides.ts";
import { interleave } from "./interleave.ts";
import { runMeasured } from "./run_measured.ts";
import { writeSampleExport } from "./sample_export_file.ts";

const MESSAGES = 40_000;
const REPETITIONS = 3;

/** A whole import beside the loop that one would write first, each in a process of its own. */
export const importBenchmark: Benchmark = {
  name: "import",
  does:
    `an export of ${MESSAGES} messages is read and stored; the naive loop parses it whole and inserts 1,000 a statement`,
  run: async ({ test: { sql, url }, folder, signal }) => {
    const path = `${folder}/result.json`;
    await writeSampleExport(path, MESSAGES);
    const prepare = async () => {
      await sql`truncate telegram_messages_raw, telegram_channels cascade`;
      await settleTable(sql, "telegram_messages_raw");
    };
    const side = (script: string) => ({
      prepare,
      run: () => runMeasured({ script, args: [path, folder], databaseUrl: url, signal }),
    });
    const measured = await interleave({
      "Resift": side("import_process.ts"),
      "naive loop": side("naive_import_process.ts"),
    }, { repetitions: REPETITIONS, signal });
    const sides = { ours: "Resift" } as const;
    return [
      ...compareSides(measured, {
        ...sides,
        name: "import",
        unit: "messages/s",
        figure: ({ messages = NaN, seconds = NaN }) => messages / seconds,
        references: { "naive loop": ">= 1.0" },
      }),
      ...compareSides(measured, {
        ...sides,
        name: "import_memory",
        unit: "MB at most",
        figure: ({ peak_mb = NaN }) => peak_mb,
        references: { "naive loop": "< 1" },
      }),
    ];
  },
};
