import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import { postInput } from "../../lib/extraction/post_input.ts";
import { extractByRules } from "../../lib/extraction/rules_extractor.ts";
import type { Sql } from "../../lib/store/database.ts";

/** Stores what two settings of the rules make of the messages of {@linkcode storeBenchMessages} with these texts. */
export async function storeBenchOutputs(
  sql: Sql,
  texts: readonly string[],
): Promise<{ readonly versionA: string; readonly versionB: string }> {
  const versions = { versionA: "bench_plain", versionB: "bench_full" };
  await storeVersion(sql, versions.versionA, texts, "off");
  await storeVersion(sql, versions.versionB, texts, "full");
  await sql`vacuum analyze telegram_extractions`;
  return versions;
}

async function storeVersion(
  sql: Sql,
  version: string,
  texts: readonly string[],
  fieldCompletion: "off" | "full",
): Promise<void> {
  const outputs = texts.map((text) => {
    const outcome = extractByRules(TUITION, postInput(text), { fieldCompletion });
    return outcome.kind === "ok" ? { output: outcome.output } : { skip_reason: "non_assignment" };
  });
  await sql`
    insert into pipeline_versions (version, extractor, fingerprint, recorded_at)
    values (${version}, 'rules', jsonb_build_object('options.field_completion', ${fieldCompletion}::text), now())`;
  await sql`
    with outputs as materialized (
      select ordinality - 1 as position, (value -> 'output')::jsonb as output, value ->> 'skip_reason' as skip_reason
      from json_array_elements(${JSON.stringify(outputs)}::text::json) with ordinality
    )
    insert into telegram_extractions
      (raw_id, pipeline_version, status, skip_reason, attempts, wanted_sha256, content_sha256, canonical_json)
    select r.id, ${version}, case when skip_reason is null then 'ok' else 'skipped' end, skip_reason, 1,
      r.text_sha256, r.text_sha256, output
    from telegram_messages_raw r
    join outputs on position = r.message_id % ${outputs.length}::integer
    order by r.id`;
}
