import * as z from "zod";
import type { Queryable, Transaction } from "./database.ts";

/** A version's jobs by status. */
const JobCountsSchema = z.object({
  ok: z.int(),
  skipped: z.int(),
  failed: z.int(),
  pending: z.int(),
  processing: z.int(),
});
export type JobCounts = z.infer<typeof JobCountsSchema>;

/** Rows a statement: each is quick, whatever limits a hosted server sets. */
const PAGE_SIZE = 2000;

/** Counts a version's jobs by status. */
export async function loadJobCounts(sql: Queryable, version: string): Promise<JobCounts> {
  const rows = await sql`
    select count(*) filter (where status = 'ok') as ok, count(*) filter (where status = 'skipped') as skipped,
      count(*) filter (where status = 'failed') as failed, count(*) filter (where status = 'pending') as pending,
      count(*) filter (where status = 'processing') as processing
    from telegram_extractions where pipeline_version = ${version}`;
  return JobCountsSchema.parse(rows[0]);
}

/** A version's own row as JSON text. */
export async function loadVersionJson(sql: Transaction, version: string): Promise<string> {
  const rows = await sql<{ line: string }[]>`
    select row_to_json(v)::text as line from pipeline_versions v where version = ${version}`;
  return z.string().parse(rows[0]?.line);
}

/** All extractions of a version as JSON texts, whole rows, a page at a time in the order of raw ids. */
export async function* iterExtractionJson(
  sql: Transaction,
  version: string,
): AsyncGenerator<readonly string[]> {
  let after = 0;
  while (true) {
    const rows = await sql<{ raw_id: number; line: string }[]>`
      select raw_id, row_to_json(e)::text as line from telegram_extractions e
      where pipeline_version = ${version} and raw_id > ${after}
      order by raw_id limit ${PAGE_SIZE}`;
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ line }) => line);
    after = last.raw_id;
  }
}

/** Deletes a version and all its extractions, a page a statement; returns how many extractions went. */
export async function deleteVersion(
  sql: Transaction,
  version: string,
  onPage?: (deleted: number) => void,
): Promise<number> {
  let deleted = 0;
  let after = 0;
  while (true) {
    const rows = await sql<{ count: number; last: number | null }[]>`
      with gone as (
        delete from telegram_extractions
        where pipeline_version = ${version} and raw_id in (
          select raw_id from telegram_extractions
          where pipeline_version = ${version} and raw_id > ${after} order by raw_id limit ${PAGE_SIZE}
        )
        returning raw_id
      )
      select count(*) as count, max(raw_id) as last from gone`;
    const { count = 0, last = null } = rows[0] ?? {};
    if (last === null) break;
    deleted += count;
    after = last;
    onPage?.(deleted);
  }
  await sql`delete from pipeline_versions where version = ${version}`;
  return deleted;
}
