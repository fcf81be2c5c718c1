import * as z from "zod";
import type { Sql } from "../../lib/store/database.ts";
import { SOAK_VERSION } from "./soak_process.ts";

const SoakRowSchema = z.object({
  status: z.string(),
  error: z.string().nullable(),
  attempts: z.int(),
  lost_leases: z.int(),
  /** How many items of the output are null; null where there is no output. */
  nulls: z.int().nullable(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  cost_usd: z.number().nullable(),
  /** The error without the reply that is kept on purpose, and the meta likewise. */
  told: z.string(),
});

/** A job as it is stored at the end. */
export type SoakRow = z.infer<typeof SoakRowSchema>;

/** Loads the jobs of these messages in their order. */
export async function loadSoakRows(sql: Sql, rawIds: readonly number[]): Promise<SoakRow[]> {
  const rows = await sql`
    select raw_id, status, error_json ->> 'error' as error, attempts::int, lost_leases::int,
      case when canonical_json is null then null
        when jsonb_typeof(canonical_json -> 'segments') = 'array'
          then jsonb_array_length(jsonb_path_query_array(canonical_json, '$.segments[*] ? (@ == null)'))
        else 0 end as nulls,
      prompt_tokens, completion_tokens, cost_usd::float8 as cost_usd,
      coalesce((error_json #- '{details,reply}')::text, '') || coalesce((
        select string_agg((segment #- '{error,details,reply}')::text, '')
        from jsonb_array_elements(meta #> '{compilation,segments}') as segment), '') as told
    from telegram_extractions where pipeline_version = ${SOAK_VERSION}`;
  const byId = new Map(rows.map((row) => [row["raw_id"], SoakRowSchema.parse(row)]));
  return rawIds.map((rawId) => {
    const row = byId.get(rawId);
    if (row === undefined) throw new Error(`Message ${rawId} has no job`);
    return row;
  });
}
