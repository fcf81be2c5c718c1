import { UserError } from "../core/errors.ts";
import { openOutputFile, type WrittenFile } from "../files/open_output_file.ts";
import { readFileFacts } from "../files/read_file_facts.ts";
import type { Queryable, Sql, Transaction } from "../store/database.ts";
import { loadVersion } from "../store/load_version.ts";
import { pathExists } from "../store/path_exists.ts";
import { loadPromotedVersions } from "../store/promotion.ts";
import {
  deleteVersion,
  iterExtractionJson,
  type JobCounts,
  loadJobCounts,
  loadVersionJson,
} from "../store/prune_version.ts";
import { writeInSnapshot } from "../store/snapshot.ts";
import { formatRowLine } from "./row_line.ts";

/** What pruning a version would remove. */
export interface PrunePlan {
  readonly version: string;
  readonly jobs: JobCounts;
  readonly total: number;
  /** Why it is refused, with the remedy; null where it may go. */
  readonly obstacle: string | null;
  /** Whether a rollback would return to it. */
  readonly isRollbackTarget: boolean;
}

/** A version that is gone, and the file that holds it. */
export interface PrunedVersion {
  readonly version: string;
  readonly deleted: number;
  readonly file: WrittenFile;
}

/** Gets how many rows were exported and deleted so far; the export waits for it. */
export type PruneProgress = (exported: number, deleted: number) => unknown;

/**
 * Looks at what pruning a version would remove; writes nothing.
 *
 * @throws {UserError} If there is no such version.
 */
export async function planPrune(sql: Queryable, version: string): Promise<PrunePlan> {
  const { isLive } = await loadVersion(sql, version);
  const promoted = await loadPromotedVersions(sql);
  const jobs = await loadJobCounts(sql, version);
  const total = jobs.ok + jobs.skipped + jobs.failed + jobs.pending + jobs.processing;
  return {
    version,
    jobs,
    total,
    obstacle: findObstacle(isLive, jobs),
    isRollbackTarget: promoted[1] === version,
  };
}

function findObstacle(isLive: boolean, { processing }: JobCounts): string | null {
  if (isLive) return "it is live; promote another version first, or roll back";
  if (processing > 0) {
    return `${processing} of its jobs are in flight; stop its workers first (a drain also returns the jobs of dead ones)`;
  }
  return null;
}

/**
 * Exports a version, its row and every extraction, as NDJSON, reads the file again to be sure of it, and only then deletes them.
 * All in one transaction: whatever fails, or changes meanwhile, leaves the database as it was and keeps the file.
 *
 * @param folder Where the file goes, named after the version; a file that is there is never replaced.
 * @throws {UserError} If there is no such version, or it may not go.
 */
export async function pruneVersion(
  sql: Sql,
  version: string,
  folder: string,
  onProgress?: PruneProgress,
): Promise<PrunedVersion> {
  const work = async (transaction: Transaction) => {
    const plan = await planPrune(transaction, version);
    if (plan.obstacle !== null) throw new UserError(`Cannot prune "${version}": ${plan.obstacle}`);
    const file = await exportVersion(transaction, plan, freePath(folder, version), onProgress);
    const deleted = await deleteVersion(
      transaction,
      version,
      (soFar) => void onProgress?.(plan.total, soFar),
    );
    if (deleted !== plan.total) {
      throw new Error(
        `Cannot prune "${version}": ${plan.total} rows were exported but ${deleted} deleted; nothing was deleted after all`,
      );
    }
    return { version, deleted, file };
  };
  try {
    return await writeInSnapshot(sql, work);
  } catch (error) {
    if (!isConcurrentChange(error)) throw error;
    throw new UserError(
      `Cannot prune "${version}": it was changed meanwhile; nothing was deleted. Stop what works on it and prune it again`,
      { cause: error },
    );
  }
}

/** A row was updated or deleted by another session, or a job was enqueued, after our snapshot. */
function isConcurrentChange(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "40001" || code === "23503";
}

/** The first line is the version's row, the others are its extractions. */
async function exportVersion(
  transaction: Transaction,
  { version, total }: PrunePlan,
  path: string,
  onProgress?: PruneProgress,
): Promise<WrittenFile> {
  using output = await openOutputFile(path);
  await output.write(formatRowLine("pipeline_versions", await loadVersionJson(transaction, version)));
  let exported = 0;
  for await (const lines of iterExtractionJson(transaction, version)) {
    await output.write(lines.map((line) => formatRowLine("telegram_extractions", line)).join(""));
    exported += lines.length;
    await onProgress?.(exported, 0);
  }
  const written = await output.finish();
  const found = await readFileFacts(path);
  if (exported !== total || found.lines !== total + 1 || found.sha256 !== written.sha256) {
    throw new Error(
      `Cannot prune "${version}": ${path} should hold ${total} rows, but reading it again found ${
        found.lines - 1
      } ` +
        `(${exported} were written, sha256 ${found.sha256} instead of ${written.sha256}); nothing was deleted`,
    );
  }
  return written;
}

/** `rules_v1.ndjson`, or `rules_v1.2.ndjson` where an earlier export has that name. */
function freePath(folder: string, version: string): string {
  for (let copy = 1;; copy++) {
    const path = `${folder}/${version}${copy === 1 ? "" : `.${copy}`}.ndjson`;
    if (!pathExists(path)) return path;
  }
}
