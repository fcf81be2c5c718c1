import type { ExtractionStatus } from "../../lib/store/extraction_pairs.ts";
import type { Sql } from "../../lib/store/database.ts";
import type { ExtractionMeta } from "../../lib/schema/extraction_meta.ts";
import { emptyAssignment, type TuitionAssignment } from "../../lib/schema/tuition_assignment.ts";

/** An extraction as a test needs it; the rest is filled in as the queue would leave it. */
export interface StoredOutput {
  readonly rawId: number;
  /** Default "ok". */
  readonly status?: ExtractionStatus;
  /** Fields of the output that are not unknown; an output is stored for `ok`, and for others if this is given. */
  readonly output?: Partial<TuitionAssignment>;
  /** Whether it read an older text than the message has now. */
  readonly readOlderText?: boolean;
  readonly model?: string;
  readonly meta?: ExtractionMeta;
}

/** Stores a version with these extractions. */
export async function storeOutputs(
  sql: Sql,
  version: string,
  outputs: readonly StoredOutput[],
): Promise<void> {
  const rows = outputs.map((
    { rawId, status = "ok", output, readOlderText = false, model = null, meta = {} },
  ) => ({
    raw_id: rawId,
    status,
    older: readOlderText,
    model,
    meta,
    canonical_json: output !== undefined || status === "ok" ? { ...emptyAssignment(), ...output } : null,
  }));
  await sql`
    insert into pipeline_versions (version, extractor, fingerprint, recorded_at)
    values (${version}, 'rules', jsonb_build_object('rules', ${`sha256:${version}`}::text), now())
    on conflict do nothing`;
  await sql`
    insert into telegram_extractions (raw_id, pipeline_version, status, skip_reason, attempts, claim_id, worker, lease_expires_at,
      wanted_sha256, content_sha256, llm_model, canonical_json, meta, error_json)
    select n.raw_id, ${version}, n.status, case when n.status = 'skipped' then 'not_an_assignment' end, 1,
      case when n.status = 'processing' then 1 end, case when n.status = 'processing' then 'w' end,
      case when n.status = 'processing' then now() + interval '1 minute' end,
      r.text_sha256,
      case when n.status in ('ok', 'skipped', 'failed') then
        case when n.older then sha256('older'::bytea) else r.text_sha256 end end,
      n.model, n.canonical_json, n.meta,
      case when n.status = 'failed' then jsonb_build_object('error', 'validation_failed', 'message', 'no') end
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as n (raw_id bigint, status text, older boolean, model text, meta jsonb, canonical_json jsonb)
    join telegram_messages_raw r on r.id = n.raw_id`;
}
