import type { TimeWindow } from "../core/time_window.ts";
import type { Transaction } from "./database.ts";

/** The states of an extraction. */
export type ExtractionStatus = "pending" | "processing" | "ok" | "skipped" | "failed";

/** Which outputs to pair. */
export interface PairQuery {
  readonly versionA: string;
  readonly versionB: string;
  /** By the message's date. */
  readonly window: TimeWindow;
  /** Marked ids; null is every channel. */
  readonly channelIds: readonly number[] | null;
}

/** A message that has an extraction in one or both versions. */
export interface ExtractionPairRow {
  readonly raw_id: number;
  readonly channel_id: number;
  readonly message_id: number;
  /** Seconds since 1970; null where the source told no date. */
  readonly message_second: number | null;
  readonly is_deleted: boolean;
  /** The first 52 bits of the SHA-256 of the message's text, in hexadecimal. */
  readonly text_hash: string;
  /** Whether both versions finished, on different texts: the message was edited in between. */
  readonly read_different_texts: boolean;
  /** Null where the version has no job for the message. */
  readonly status_a: ExtractionStatus | null;
  readonly status_b: ExtractionStatus | null;
  readonly model_a: string | null;
  readonly model_b: string | null;
  /** canonical_json as text; null unless the status is ok. */
  readonly output_a: string | null;
  /** The same for B; null also where it equals A's. */
  readonly output_b: string | null;
  readonly same_output: boolean;
}

/** Messages a statement: enough to make the round trip cheap, few enough to stay small. */
const PAGE_SIZE = 1000;

/**
 * Iterates over the messages that have an extraction in either version, in the order of raw ids, a page at a time; the next
 * page is on its way while one is worked on. Bounded memory on both sides for any number of rows.
 */
export async function* iterExtractionPairs(
  sql: Transaction,
  query: PairQuery,
): AsyncGenerator<readonly ExtractionPairRow[]> {
  // Compiling a statement of this size takes longer than running it on a page.
  await sql`set local jit = off`;
  let last = await loadLastOfPage(sql, query, 0);
  let page = last === null ? null : loadPage(sql, query, 0, last).execute();
  while (page !== null && last !== null) {
    const [rows, nextLast]: [readonly ExtractionPairRow[], number | null] = await Promise.all([
      page,
      loadLastOfPage(sql, query, last),
    ]);
    page = nextLast === null ? null : loadPage(sql, query, last, nextLast).execute();
    last = nextLast;
    if (rows.length > 0) yield rows;
  }
}

/** The raw id a page ends with; null where none follows. Read from the primary key alone. */
async function loadLastOfPage(sql: Transaction, query: PairQuery, after: number): Promise<number | null> {
  const rows = await sql<{ last: number | null }[]>`
    select max(raw_id) as last from (
      select raw_id from telegram_extractions
      where raw_id > ${after} and pipeline_version in (${query.versionA}, ${query.versionB})
      order by raw_id limit ${2 * PAGE_SIZE}
    ) page`;
  return rows[0]?.last ?? null;
}

/** Ranges of the primary keys on all three sides: 2.5 times as fast as a look-up for each message. */
function loadPage(sql: Transaction, query: PairQuery, after: number, last: number) {
  const { versionA, versionB, window, channelIds } = query;
  const ofVersion = (version: string) =>
    sql`select * from telegram_extractions where raw_id > ${after} and raw_id <= ${last} and pipeline_version = ${version}`;
  return sql<ExtractionPairRow[]>`
    select raw_id, r.channel_id, r.message_id, floor(extract(epoch from r.message_date))::int8 as message_second,
      r.deleted_at is not null as is_deleted,
      left(encode(substring(r.text_sha256 from 1 for 7), 'hex'), 13) as text_hash,
      coalesce(a.content_sha256 <> b.content_sha256, false) as read_different_texts,
      a.status as status_a, b.status as status_b, a.llm_model as model_a, b.llm_model as model_b,
      case when a.status = 'ok' then a.canonical_json end::text as output_a,
      case when b.status = 'ok' and not o.same then b.canonical_json end::text as output_b,
      o.same as same_output
    from (${ofVersion(versionA)}) a
    full join (${ofVersion(versionB)}) b using (raw_id)
    join telegram_messages_raw r on r.id = raw_id and r.id > ${after} and r.id <= ${last}
    cross join lateral (
      select coalesce(a.status = 'ok' and b.status = 'ok' and a.canonical_json = b.canonical_json, false) as same
    ) o
    where true
      ${channelIds === null ? sql`` : sql`and r.channel_id = any (${`{${channelIds.join()}}`}::text::int8[])`}
      ${window.since === null ? sql`` : sql`and r.message_date >= ${window.since}`}
      ${window.until === null ? sql`` : sql`and r.message_date < ${window.until}`}
    order by raw_id`;
}

/** The texts of messages as they stand, by raw id. */
export async function loadMessageTexts(
  sql: Transaction,
  rawIds: readonly number[],
): Promise<Map<number, string>> {
  const rows = await sql<{ id: number; raw_text: string }[]>`
    select id, raw_text from telegram_messages_raw where id = any (${`{${rawIds.join()}}`}::text::int8[])`;
  return new Map(rows.map((row) => [row.id, row.raw_text]));
}
