import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

/** What a run is for. */
export type RunType = "import" | "backfill" | "tail" | "enqueue" | "recovery_catchup";

/** How a run ended. */
export type RunEnd =
  | { readonly status: "ok" | "cancelled" }
  | { readonly status: "error"; readonly message: string };

/** What a run did with the messages of one channel. `read` is the sum of all others. */
export interface RunCounts {
  readonly read: number;
  readonly new: number;
  readonly edited: number;
  readonly refreshed: number;
  readonly unchanged: number;
  readonly older: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** Records that a run begins. Returns its id. */
export async function startRun(sql: Queryable, runType: RunType, source: string): Promise<number> {
  const rows = await sql`
    insert into ingestion_runs (run_type, source) values (${runType}, ${source}) returning id`;
  return z.object({ id: z.int() }).parse(rows[0]).id;
}

/** Adds to what a run has done to a channel; in the transaction that does it, so that both hold or neither. */
export async function addRunProgress(
  sql: Queryable,
  runId: number,
  channelId: number,
  counts: RunCounts,
  lastMessageId: number | null,
): Promise<void> {
  await sql`
    insert into ingestion_run_progress as known (
      run_id, channel_id, messages_read, messages_new, messages_edited, messages_refreshed, messages_unchanged,
      messages_older, messages_duplicate, messages_rejected, last_message_id
    )
    values (
      ${runId}, ${channelId}, ${counts.read}, ${counts.new}, ${counts.edited}, ${counts.refreshed},
      ${counts.unchanged}, ${counts.older}, ${counts.duplicates}, ${counts.rejected}, ${lastMessageId}
    )
    on conflict (run_id, channel_id) do update set
      messages_read = known.messages_read + excluded.messages_read,
      messages_new = known.messages_new + excluded.messages_new,
      messages_edited = known.messages_edited + excluded.messages_edited,
      messages_refreshed = known.messages_refreshed + excluded.messages_refreshed,
      messages_unchanged = known.messages_unchanged + excluded.messages_unchanged,
      messages_older = known.messages_older + excluded.messages_older,
      messages_duplicate = known.messages_duplicate + excluded.messages_duplicate,
      messages_rejected = known.messages_rejected + excluded.messages_rejected,
      last_message_id = coalesce(excluded.last_message_id, known.last_message_id),
      updated_at = now()`;
}

/** Records how a run ended. */
export async function finishRun(sql: Queryable, runId: number, end: RunEnd): Promise<void> {
  const errorJson = end.status === "error"
    ? JSON.stringify({ error: "run_failed", message: end.message })
    : null;
  await sql`
    update ingestion_runs
    set status = ${end.status}, error_json = ${errorJson}::text::jsonb, finished_at = now()
    where id = ${runId}`;
}

/**
 * Marks imports that were killed as cancelled: those of which no batch has come for `silentSeconds`, on whatever
 * machine they ran. Should one of them still be at work, its own end has the last word (`finishRun`).
 *
 * @returns How many there were.
 */
export async function cancelSilentImports(sql: Queryable, silentSeconds: number): Promise<number> {
  const cancelled = await sql`
    with last_signs as (
      select r.id, greatest(r.started_at, max(p.updated_at)) as last_sign
      from ingestion_runs r left join ingestion_run_progress p on p.run_id = r.id
      where r.run_type = 'import' and r.status = 'running'
      group by r.id
    )
    update ingestion_runs r
    set status = 'cancelled', finished_at = s.last_sign
    from last_signs s
    where r.id = s.id and r.status = 'running' and s.last_sign < now() - ${silentSeconds} * interval '1 second'`;
  return cancelled.count;
}

/**
 * Marks runs of a source as cancelled that are not known to have ended: whoever holds the source's lease knows that they have.
 *
 * @returns How many there were.
 */
export async function cancelRunsOf(sql: Queryable, source: string): Promise<number> {
  const cancelled = await sql`
    update ingestion_runs r
    set status = 'cancelled', finished_at = greatest(r.started_at, (
      select max(p.updated_at) from ingestion_run_progress p where p.run_id = r.id
    ))
    where source = ${source} and status = 'running'`;
  return cancelled.count;
}
