/** Imports an export as the mode does: FILE FOLDER. */
import { importExports } from "../../lib/ingest/import_exports.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { openExportFile } from "../../lib/telegram/export_file.ts";
import { timed } from "./interleave.ts";
import { reportFigures } from "./run_measured.ts";

const [path = "", folder = ""] = Deno.args;
await using database = await openDatabase({ DATABASE_URL: Deno.env.get("DATABASE_URL") ?? null });
let messages = 0;
const seconds = await timed(async () => {
  const files = await importExports(database.sql, [await openExportFile(path)], {
    channelLink: null,
    timeZone: null,
    dryRun: false,
    rejectsFolder: folder,
    signal: new AbortController().signal,
  });
  for (const { counts } of files) messages += counts.new;
});
if (messages === 0) throw new Error("Nothing was imported");
reportFigures({ seconds, messages });
