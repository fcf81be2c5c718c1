import { compareVersions } from "../../lib/comparison/compare_versions.ts";
import { writeComparison } from "../../lib/comparison/write_comparison.ts";
import deno from "../../deno.json" with { type: "json" };
import type { Sql } from "../../lib/store/database.ts";
import { samplePostTexts, storeBenchMessages } from "./bench_messages.ts";
import { storeBenchOutputs } from "./bench_outputs.ts";
import type { Benchmark } from "./benchmark.ts";
import { compareSides } from "./compare_sides.ts";
import { countingStatement } from "./counting_statement.ts";
import { interleave, timed } from "./interleave.ts";
import { runMeasured } from "./run_measured.ts";

const PAIRS = 200_000;
const CHANNELS = 20;
const TEXTS = 5_000;
const REPETITIONS = 5;
const MOST_MB = 300;

/** The counts and tests of a comparison, and all of its files, beside one statement that only counts the same per field. */
export const compareBenchmark: Benchmark = {
  name: "compare",
  does:
    `${PAIRS} pairs of outputs are compared field by field, half of them with a text of their own; SQL counts them in one statement`,
  run: async ({ test: { sql, url }, folder, signal }) => {
    const texts = samplePostTexts(TEXTS);
    await storeBenchMessages(sql, PAIRS, texts, CHANNELS);
    const versions = await storeBenchOutputs(sql, texts);
    await giveTextsOfTheirOwn(sql, versions.versionB);
    const request = {
      ...versions,
      window: { since: null, until: null },
      channelIds: null,
      comparedAt: new Date("2026-01-01T00:00:00Z"),
    };
    const statement = countingStatement(versions);
    const { versionA, versionB } = versions;
    const flags = engineFlags();
    const measured = await interleave({
      "Resift": { run: async () => ({ seconds: await timed(() => compareVersions(sql, request)) }) },
      "Resift with files": {
        run: async () => ({ seconds: await timed(() => writeComparison(sql, request, `${folder}/out`)) }),
      },
      "Resift with files, alone": {
        run: () =>
          runMeasured({
            script: "compare_process.ts",
            args: [versionA, versionB, `${folder}/alone`],
            flags,
            databaseUrl: url,
            signal,
          }),
      },
      "one counting statement": { run: async () => ({ seconds: await timed(() => sql.unsafe(statement)) }) },
      "limit": { run: () => Promise.resolve({ peak_mb: MOST_MB }) },
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
      ...compareSides(measured, {
        name: "compare_memory",
        unit: "MB at most",
        figure: ({ peak_mb = NaN }) => peak_mb,
        ours: "Resift with files, alone",
        references: { "limit": "<= 1" },
      }),
    ];
  },
};

/** Texts that are compared once need no comparing again; those of a model seldom come twice. */
async function giveTextsOfTheirOwn(sql: Sql, version: string): Promise<void> {
  await sql`
    update telegram_extractions
    set canonical_json = jsonb_set(canonical_json, '{additional_remarks}',
      to_jsonb(coalesce(canonical_json ->> 'additional_remarks', '') || ' as told in post ' || raw_id))
    where pipeline_version = ${version} and status = 'ok' and raw_id % 2 = 0`;
  await sql`vacuum (full, analyze) telegram_extractions`;
}

/** Those of `deno task compare`, without which its garbage is collected so late that it takes half as much memory again. */
function engineFlags(): string[] {
  const { command } = deno.tasks.compare;
  return command.split(" ").filter((argument) => argument.startsWith("--v8-flags="));
}
