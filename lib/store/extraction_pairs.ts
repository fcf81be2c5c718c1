import type { TimeWindow } from "../core/time_window.ts";
import type { Field } from "../schema/field_paths.ts";
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
  /**
   * JSON: the top-level keys in which B's output is not A's, with what B's holds there (null for a key it lacks). An output that
   * is not ok holds nothing.
   */
  readonly changes_b: string;
  /** JSON: the verified code of each segment, null for one without; null unless the output has several. */
  readonly codes_a: string | null;
  readonly codes_b: string | null;
}

/** Messages a statement: enough to make the round trip cheap, few enough to stay small. */
const PAGE_SIZE = 1000;
/** Pages asked for beyond the one that is waited for, so that the server never waits for us. */
const PAGES_AHEAD = 2;

/**
 * Iterates over the messages that have an extraction in either version, in the order of raw ids, a page at a time; the
 * server makes the next pages while one is worked on. Bounded memory on both sides for any number of rows. Only what `fields`
 * are read from is sent of B where it differs.
 */
export async function* iterExtractionPairs(
  sql: Transaction,
  query: PairQuery,
  fields: readonly Field[],
): AsyncGenerator<readonly ExtractionPairRow[]> {
  // Compiling a statement of this size takes longer than running it on a page.
  await sql`set local jit = off`;
  const statementOf = await buildPageStatement(sql, query, changesOfB(fields));
  const ends = [...await loadPageEnds(sql, query), Number.MAX_SAFE_INTEGER];
  const ahead: Promise<readonly ExtractionPairRow[]>[] = [];
  for (let place = 0; place < ends.length + PAGES_AHEAD; place++) {
    const end = ends[place];
    if (end !== undefined) {
      const page = sql.unsafe<ExtractionPairRow[]>(statementOf(ends[place - 1] ?? 0, end)).execute();
      // A failure is thrown when the page's turn comes; until then nobody waits for it.
      page.catch(() => {});
      ahead.push(page);
    }
    if (place < PAGES_AHEAD) continue;
    const rows = await ahead.shift() ?? [];
    if (rows.length > 0) yield rows;
  }
}

/** The raw ids that pages end with, but for the last page. Read from the primary key alone. */
async function loadPageEnds(sql: Transaction, query: PairQuery): Promise<number[]> {
  const rows = await sql<{ raw_id: number }[]>`
    select raw_id from (
      select raw_id, row_number() over (order by raw_id) as place from telegram_extractions
      where pipeline_version in (${query.versionA}, ${query.versionB})
    ) numbered
    where place % ${2 * PAGE_SIZE} = 0
    order by raw_id`;
  return rows.map(({ raw_id }) => raw_id);
}

/** Outputs as text are what a comparison is made of, for the server and for us; what both have in common goes over once. */
function changesOfB(fields: readonly Field[]): string {
  const keys = new Set([...fields.map(({ path }) => path.split(".")[0]), "segments"]);
  const changes = [...keys].map((key) =>
    `case when output_b -> '${key}' is distinct from output_a -> '${key}'
      then '"${key}":' || coalesce(output_b -> '${key}', 'null')::text end`
  );
  return `'{' || concat_ws(',', ${changes.join(", ")}) || '}'`;
}

/** Compilations are few: their codes are looked up, so that no other row has to carry its meta along. */
const codesOf = (output: string, versionLiteral: string) =>
  `case when jsonb_typeof(${output} -> 'segments') = 'array' then (
    select jsonb_path_query_array(meta, '$.compilation.segments[*].code')::text
    from telegram_extractions e where e.raw_id = pairs.raw_id and e.pipeline_version = ${versionLiteral}
  ) end`;

/**
 * Builds the statement of a page, which takes ranges of the primary keys on all three sides: 2.5 times as fast as a look-up for
 * each message. Its values are written out, not given as parameters: to learn the types of parameters, the client would wait
 * for the server before each page, and the two would work in turn.
 */
async function buildPageStatement(
  sql: Transaction,
  { versionA, versionB, window, channelIds }: PairQuery,
  changesB: string,
): Promise<(after: number, last: number) => string> {
  const [literals = { a: "null", b: "null" }] = await sql<{ a: string; b: string }[]>`
    select quote_literal(${versionA}::text) as a, quote_literal(${versionB}::text) as b`;
  const conditions = [
    channelIds === null ? "" : `and r.channel_id = any ('{${channelIds.join()}}')`,
    window.since === null ? "" : `and r.message_date >= '${window.since.toISOString()}'`,
    window.until === null ? "" : `and r.message_date < '${window.until.toISOString()}'`,
  ].join(" ");
  return (after, last) => {
    const ofVersion = (literal: string) => `
      select *, case when status = 'ok' then canonical_json end as output from telegram_extractions
      where raw_id > ${after} and raw_id <= ${last} and pipeline_version = ${literal}`;
    // OFFSET 0 keeps the inner query apart: else each mention of an output would work it out again.
    return `
      select raw_id, channel_id, message_id, message_second, is_deleted, text_hash, read_different_texts,
        status_a, status_b, model_a, model_b, output_a::text, ${changesB} as changes_b,
        ${codesOf("output_a", literals.a)} as codes_a, ${codesOf("output_b", literals.b)} as codes_b
      from (
        select raw_id, r.channel_id, r.message_id, floor(extract(epoch from r.message_date))::int8 as message_second,
          r.deleted_at is not null as is_deleted,
          left(encode(substring(r.text_sha256 from 1 for 7), 'hex'), 13) as text_hash,
          coalesce(a.content_sha256 <> b.content_sha256, false) as read_different_texts,
          a.status as status_a, b.status as status_b, a.llm_model as model_a, b.llm_model as model_b,
          a.output as output_a, b.output as output_b
        from (${ofVersion(literals.a)}) a
        full join (${ofVersion(literals.b)}) b using (raw_id)
        join telegram_messages_raw r on r.id = raw_id and r.id > ${after} and r.id <= ${last} ${conditions}
        order by raw_id
        offset 0
      ) pairs
      order by raw_id`;
  };
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
