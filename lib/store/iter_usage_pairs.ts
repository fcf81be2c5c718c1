import * as z from "zod";
import type { PairQuery } from "./extraction_pairs.ts";
import type { Queryable } from "./database.ts";

const Amount = z.number().nullable();

const UsagePairRowSchema = z.object({
  rawId: z.int(),
  channelId: z.int(),
  /** Days since 1970-01-01 (UTC); null where the source told no date. */
  day: z.int().nullable(),
  /** Tells the texts of messages apart. */
  textHash: z.string(),
  /** Whether a reply of one of them came from the cache. */
  isCached: z.boolean(),
  costA: Amount,
  costB: Amount,
  promptA: Amount,
  promptB: Amount,
  completionA: Amount,
  completionB: Amount,
  latencyA: Amount,
  latencyB: Amount,
});

/** What a message took in two versions; null where it is not known. */
export type UsagePairRow = z.infer<typeof UsagePairRowSchema>;

const PAGE_SIZE = 5_000;

/**
 * Iterates over the messages that both versions finished from the same text and for which one of them asked a model, in the order of raw
 * ids, a page at a time. A version that asked none took no cost and no tokens, and has no latency.
 */
export async function* iterUsagePairs(
  sql: Queryable,
  { versionA, versionB, window, channelIds }: PairQuery,
): AsyncGenerator<readonly UsagePairRow[]> {
  const [since, until] = [window.since?.toISOString() ?? null, window.until?.toISOString() ?? null];
  for (let after = 0;;) {
    const rows = z.array(UsagePairRowSchema).parse([
      ...await sql`
        select a.raw_id as "rawId", r.channel_id as "channelId",
          floor(extract(epoch from r.message_date) / 86400)::int8 as day,
          left(encode(substring(r.text_sha256 from 1 for 7), 'hex'), 13) as "textHash",
          coalesce((a.meta #>> '{llm,cached}')::integer, 0) + coalesce((b.meta #>> '{llm,cached}')::integer, 0) > 0 as "isCached",
          case when a.llm_model is null then 0 else a.cost_usd::float8 end as "costA",
          case when b.llm_model is null then 0 else b.cost_usd::float8 end as "costB",
          case when a.llm_model is null then 0 else a.prompt_tokens end as "promptA",
          case when b.llm_model is null then 0 else b.prompt_tokens end as "promptB",
          case when a.llm_model is null then 0 else a.completion_tokens end as "completionA",
          case when b.llm_model is null then 0 else b.completion_tokens end as "completionB",
          case when a.llm_model is not null then a.latency_ms end as "latencyA",
          case when b.llm_model is not null then b.latency_ms end as "latencyB"
        from telegram_extractions a
        join telegram_extractions b on b.raw_id = a.raw_id and b.pipeline_version = ${versionB}
        join telegram_messages_raw r on r.id = a.raw_id
        where a.pipeline_version = ${versionA} and a.raw_id > ${after}
          and a.status in ('ok', 'failed') and b.status in ('ok', 'failed')
          and (a.llm_model is not null or b.llm_model is not null)
          and a.content_sha256 = b.content_sha256 and r.deleted_at is null
          and (${channelIds === null} or r.channel_id = any (${`{${
        channelIds?.join(",") ?? ""
      }}`}::text::bigint[]))
          and (${since}::text is null or r.message_date >= ${since}::text::timestamptz)
          and (${until}::text is null or r.message_date < ${until}::text::timestamptz)
        order by a.raw_id
        limit ${PAGE_SIZE}`,
    ]);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE_SIZE) return;
    after = rows.at(-1)?.rawId ?? after;
  }
}
