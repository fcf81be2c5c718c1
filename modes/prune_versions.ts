#!/usr/bin/env -S deno run -A
/**
 * Remove versions that are not needed any more. A dry run, unless both APPLY is set and CONFIRM repeats VERSIONS.
 *
 * Reads   telegram_extractions, pipeline_versions
 * Writes  out/prune/VERSION.ndjson (every row), and with APPLY and CONFIRM deletes the rows from telegram_extractions and
 *         pipeline_versions
 * Sends   nothing
 * Costs   nothing; the raw messages stay, so a version can be extracted anew
 *
 * Nothing is deleted before its export has been read again and found whole. The live version, and one with jobs in flight, is refused.
 */
import { UserError } from "../lib/core/errors.ts";
import { planPrune, pruneVersion } from "../lib/delivery/prune_version.ts";
import { OUT_FOLDER } from "../lib/files/out_folder.ts";
import { formatBytes, formatCount } from "../lib/runtime/format_number.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { option } from "../lib/runtime/option.ts";
import { openDatabase } from "../lib/store/database.ts";
import * as z from "zod";

const VERSIONS: string | null = null; // "rules_v1,rules_v2"
const APPLY: boolean | null = null; // true: delete, if CONFIRM agrees
const CONFIRM: string | null = null; // the same as VERSIONS, written once more

const versionList = z.string().describe("names of versions, separated by commas");

await runMode({
  name: "prune",
  does: "export versions that are not needed any more, then delete them",
  reads: "telegram_extractions, pipeline_versions",
  writes: "out/prune/VERSION.ndjson; deletes from telegram_extractions and pipeline_versions",
  options: {
    VERSIONS: option(versionList, {
      default: null,
      does: "The versions to remove.",
      example: "rules_v1,rules_v2",
    }),
    APPLY: option(z.boolean(), {
      default: false,
      does: "Delete, if CONFIRM repeats VERSIONS; else a dry run.",
    }),
    CONFIRM: option(versionList, {
      default: null,
      does: "The versions once more, as a second deliberate step.",
      example: "rules_v1,rules_v2",
    }),
  },
  constants: { VERSIONS, APPLY, CONFIRM },
}, async (mode) => {
  const { options, settings, signal } = mode;
  const versions = splitVersions(options.VERSIONS);
  if (versions.length === 0) {
    throw new UserError("Cannot prune: no version is named; add --versions rules_v1,rules_v2");
  }
  await using database = await openDatabase(settings);

  const plans = [];
  for (const version of versions) plans.push(await planPrune(database.sql, version));
  mode.printTable(
    ["version", "ok", "skipped", "failed", "pending", "in flight", "rows", "remark"],
    plans.map(({ version, jobs, total, isRollbackTarget }) => [
      version,
      jobs.ok,
      jobs.skipped,
      jobs.failed,
      jobs.pending,
      jobs.processing,
      total,
      isRollbackTarget ? "a rollback would return to it" : "",
    ]),
  );
  const obstacles = plans.flatMap(({ version, obstacle }) =>
    obstacle === null ? [] : [`Cannot prune "${version}": ${obstacle}`]
  );
  if (obstacles.length > 0) throw new UserError(obstacles.join("\n"));

  const list = versions.join(",");
  if (!options.APPLY) {
    mode.print(
      `Dry run: nothing was deleted. To delete: deno task prune --versions ${list} --apply --confirm ${list}`,
    );
    return;
  }
  if (splitVersions(options.CONFIRM).join(",") !== list) {
    throw new UserError(
      `Cannot prune: --apply needs --confirm with the same versions, in the same order; add --confirm ${list}`,
    );
  }

  for (const plan of plans) {
    signal.throwIfAborted();
    let deletedSoFar = 0;
    using progress = mode.progress({
      label: `Prune ${plan.version}`,
      unit: "rows exported",
      total: plan.total,
      details: () => deletedSoFar === 0 ? "" : `${formatCount(deletedSoFar)} deleted`,
    });
    const { version, deleted, file } = await pruneVersion(
      database.sql,
      plan.version,
      `${OUT_FOLDER}/prune`,
      (exported, soFar) => {
        progress.done = exported;
        deletedSoFar = soFar;
      },
    );
    progress.end();
    mode.print(
      `Deleted "${version}": ${formatCount(deleted)} rows, all of them in ${file.path} (${
        formatBytes(file.bytes)
      })`,
    );
  }
});

function splitVersions(list: string | null): string[] {
  return [
    ...new Set((list ?? "").split(",").map((version) => version.trim()).filter((version) => version !== "")),
  ];
}
