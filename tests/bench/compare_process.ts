/** Compares two versions and writes all files: VERSION_A VERSION_B FOLDER. */
import { writeComparison } from "../../lib/comparison/write_comparison.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { timed } from "./interleave.ts";
import { reportFigures } from "./run_measured.ts";

const [versionA = "", versionB = "", folder = ""] = Deno.args;

await using database = await openDatabase({ DATABASE_URL: Deno.env.get("DATABASE_URL") ?? null });
const seconds = await timed(() =>
  writeComparison(database.sql, {
    versionA,
    versionB,
    window: { since: null, until: null },
    channelIds: null,
    comparedAt: new Date("2026-01-01T00:00:00Z"),
  }, folder)
);
reportFigures({ seconds });
