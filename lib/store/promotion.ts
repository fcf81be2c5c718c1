import * as z from "zod";
import type { Queryable } from "./database.ts";

/**
 * What promoting a version would show, beside what is shown now, in assignments: a message that offers several counts as many. Those
 * of deleted messages, which are not extracted any more, do not count.
 */
const PromotionCoverageSchema = z.object({
  /** Shown by the live version; 0 where none is live. */
  live: z.int(),
  /** Would be shown by the candidate. */
  candidate: z.int(),
  /** By how many more the candidate would show, summed over the messages of which it shows more. */
  gained: z.int(),
  /** By how many fewer, summed over the other messages, and by what became of these in the candidate. */
  lost: z.int(),
  /** The candidate shows fewer assignments of the message, but some. */
  lost_in_part: z.int(),
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
 * Counts what promoting a version would change. Shown is what the view live_assignments shows without the posts that are deleted or
 * no assignment any more: a message has an output and is not skipped, and of several assignments those count that could be read.
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
      select e.raw_id, e.status,
        case
          when e.canonical_json is null or e.status = 'skipped' then 0
          when jsonb_typeof(e.canonical_json -> 'segments') = 'array'
            then jsonb_array_length(jsonb_path_query_array(e.canonical_json, '$.segments[*] ? (@.type() == "object")'))
          else 1
        end as shown
      from telegram_extractions e where e.pipeline_version = ${version}`;
  const rows = await sql`
    select
      coalesce(sum(l.shown), 0) as live,
      coalesce(sum(c.shown), 0) as candidate,
      coalesce(sum(greatest(change, 0)), 0) as gained,
      coalesce(sum(greatest(-change, 0)), 0) as lost,
      coalesce(sum(-change) filter (where change < 0 and c.shown > 0), 0) as lost_in_part,
      coalesce(sum(-change) filter (where change < 0 and c.shown = 0 and c.status = 'skipped'), 0) as lost_skipped,
      coalesce(sum(-change) filter (where change < 0 and c.shown = 0 and c.status in ('ok', 'failed')), 0) as lost_failed,
      coalesce(sum(-change) filter (where change < 0 and c.shown = 0 and c.status in ('pending', 'processing')), 0)
        as lost_unfinished,
      coalesce(sum(-change) filter (where change < 0 and c.raw_id is null), 0) as lost_never_enqueued,
      count(*) filter (where c.status = 'ok') as ok,
      count(*) filter (where c.status = 'skipped') as skipped,
      count(*) filter (where c.status = 'failed') as failed,
      count(*) filter (where c.status in ('pending', 'processing')) as unfinished
    from (${ofVersion(candidate)}) c
    full join (${ofVersion(liveVersion)}) l using (raw_id)
    join telegram_messages_raw r on r.id = raw_id and r.deleted_at is null
    cross join lateral (select coalesce(c.shown, 0) - coalesce(l.shown, 0) as change) difference`;
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
