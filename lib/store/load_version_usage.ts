import * as z from "zod";
import type { TimeWindow } from "../core/time_window.ts";
import type { Queryable } from "./database.ts";

const VersionUsageSchema = z.object({
  asked: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  costUsd: z.number().nullable(),
  costUnknown: z.int(),
  medianLatencyMs: z.number().nullable(),
  cached: z.int(),
});

/** What the stored outputs and failures of a version took. What came from the cache of replies adds to `cached` alone. */
export interface VersionUsage {
  /** Messages for which a model was asked. */
  readonly asked: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Null where it is known of none of them. */
  readonly costUsd: number | null;
  /** Messages whose cost is not known, and which it leaves out. */
  readonly costUnknown: number;
  /** Of a message, all of its requests together; null where none was paid for. */
  readonly medianLatencyMs: number | null;
  /** Messages of which a part came from the cache. */
  readonly cached: number;
}

/** Adds up what a version's outputs took, over the messages of a window and some channels (null: all). */
export async function loadVersionUsage(
  sql: Queryable,
  version: string,
  window: TimeWindow,
  channelIds: readonly number[] | null,
): Promise<VersionUsage> {
  const rows = await sql`
    select count(*) as asked, coalesce(sum(e.prompt_tokens), 0)::int8 as "promptTokens",
      coalesce(sum(e.completion_tokens), 0)::int8 as "completionTokens",
      sum(e.cost_usd)::float8 as "costUsd", count(*) - count(e.cost_usd) as "costUnknown",
      percentile_cont(0.5) within group (order by e.latency_ms) as "medianLatencyMs",
      count(*) filter (where (e.meta #>> '{llm,cached}')::integer > 0) as cached
    from telegram_extractions e
    join telegram_messages_raw r on r.id = e.raw_id
    where e.pipeline_version = ${version} and e.status in ('ok', 'failed') and e.llm_model is not null
      and (${channelIds === null} or r.channel_id = any (${`{${
    channelIds?.join(",") ?? ""
  }}`}::text::bigint[]))
      and (${window.since?.toISOString() ?? null}::text is null or r.message_date >= ${
    window.since?.toISOString() ?? null
  }::text::timestamptz)
      and (${window.until?.toISOString() ?? null}::text is null or r.message_date < ${
    window.until?.toISOString() ?? null
  }::text::timestamptz)`;
  return VersionUsageSchema.parse(rows[0]);
}
