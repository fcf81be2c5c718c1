import * as z from "zod";
import type { Queryable } from "./database.ts";

/** What promoting a version would show, beside what is shown now. A deleted message is never shown. */
const PromotionCoverageSchema = z.object({
  /** Messages that the live version shows an output of; 0 where none is live. */
  live: z.int(),
  /** Messages that the candidate would show an output of. */
  candidate: z.int(),
  /** Shown by the candidate only. */
  gained: z.int(),
  /** Shown by the live version only, and by what became of them in the candidate. */
  lost: z.int(),
  lost_skipped: z.int(),
  lost_failed: z.int(),
  lost_unfinished: z.int(),
  lost_never_enqueued: z.int(),
  /** The candidate's jobs by status, deleted messages left out. */
  ok: z.int(),
  skipped: z.int(),
  failed: z.int(),
  unfinished: z.int(),
});
export type PromotionCoverage = z.infer<typeof PromotionCoverageSchema>;

/**
 * Counts what promoting a version would change. A message is shown as the view live_assignments shows it: it has an output, is
 * not skipped and not deleted.
 *
 * @param liveVersion Null where no version is live.
 */
export async function loadPromotionCoverage(
  sql: Queryable,
  candidate: string,
  liveVersion: string | null,
): Promise<PromotionCoverage> {
  const ofVersion = (version: string | null) =>
    sql`
      select e.raw_id, e.status, e.canonical_json is not null and e.status <> 'skipped' as is_shown
      from telegram_extractions e where e.pipeline_version = ${version}`;
  const rows = await sql`
    select
      count(*) filter (where l.is_shown) as live,
      count(*) filter (where c.is_shown) as candidate,
      count(*) filter (where c.is_shown and l.is_shown is not true) as gained,
      count(*) filter (where l.is_shown and c.is_shown is not true) as lost,
      count(*) filter (where l.is_shown and c.is_shown is not true and c.status = 'skipped') as lost_skipped,
      count(*) filter (where l.is_shown and c.is_shown is not true and c.status = 'failed') as lost_failed,
      count(*) filter (where l.is_shown and c.is_shown is not true and c.status in ('pending', 'processing')) as lost_unfinished,
      count(*) filter (where l.is_shown and c.raw_id is null) as lost_never_enqueued,
      count(*) filter (where c.status = 'ok') as ok,
      count(*) filter (where c.status = 'skipped') as skipped,
      count(*) filter (where c.status = 'failed') as failed,
      count(*) filter (where c.status in ('pending', 'processing')) as unfinished
    from (${ofVersion(candidate)}) c
    full join (${ofVersion(liveVersion)}) l using (raw_id)
    join telegram_messages_raw r on r.id = raw_id and r.deleted_at is null`;
  return PromotionCoverageSchema.parse(rows[0]);
}

/** Makes a version live: the view of live assignments follows at once. */
export async function promote(sql: Queryable, version: string): Promise<void> {
  await sql`update pipeline_versions set promoted_at = clock_timestamp() where version = ${version}`;
}

/** Takes the promotion of a version back: the one promoted before it is live again. */
export async function takePromotionBack(sql: Queryable, version: string): Promise<void> {
  await sql`update pipeline_versions set promoted_at = null where version = ${version}`;
}

/** The promoted versions, the live one first, then the one a rollback returns to. */
export async function loadPromotedVersions(sql: Queryable): Promise<string[]> {
  const rows = await sql`
    select version from pipeline_versions where promoted_at is not null order by promoted_at desc, version`;
  return rows.map((row) => z.string().parse(row["version"]));
}
