/** The whole way of an export, each stage timed: FILE FOLDER. Drains with made-up outputs, to time the queue. */
import { writeComparison } from "../../lib/comparison/write_comparison.ts";
import { importExports } from "../../lib/ingest/import_exports.ts";
import { emptyAssignment } from "../../lib/schema/tuition_assignment.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { openExportFile } from "../../lib/telegram/export_file.ts";
import { timed } from "./interleave.ts";
import { enqueueAll } from "../support/stored_jobs.ts";
import { drainVersion } from "./version_jobs.ts";
import { reportFigures } from "./run_measured.ts";

const [path = "", folder = ""] = Deno.args;
const { signal } = new AbortController();
const outputs = {
  bench_a: { ...emptyAssignment(), address: ["Block 1 Example Road"] },
  bench_b: { ...emptyAssignment(), nearest_mrt: ["Bishan"] },
};
const versions = Object.entries(outputs);

await using database = await openDatabase({ DATABASE_URL: Deno.env.get("DATABASE_URL") ?? null });
const { sql } = database;
let messages = 0;
const importSeconds = await timed(async () => {
  const options = { channelLink: null, timeZone: null, dryRun: false, rejectsFolder: folder, signal };
  const files = await importExports(sql, [await openExportFile(path)], options);
  for (const { counts } of files) messages += counts.new;
});
if (messages === 0) throw new Error("Nothing was imported");
const enqueueSeconds = await timed(async () => {
  for (const [version] of versions) await enqueueAll(sql, version);
});
const drainSeconds = await timed(async () => {
  for (const [version, output] of versions) {
    await drainVersion(sql, version, { kind: "ok", output, meta: {} }, signal);
  }
});
const compareSeconds = await timed(() =>
  writeComparison(sql, {
    versionA: "bench_a",
    versionB: "bench_b",
    window: { since: null, until: null },
    channelIds: null,
    comparedAt: new Date("2026-01-01T00:00:00Z"),
  }, `${folder}/out`)
);
reportFigures({
  messages,
  import: importSeconds,
  enqueue: enqueueSeconds,
  drain: drainSeconds,
  compare: compareSeconds,
});
