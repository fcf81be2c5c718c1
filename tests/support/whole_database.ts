import type { Sql } from "../../lib/store/database.ts";
import { numberedMessages, storeMessages } from "./stored_messages.ts";
import { storeOutputs } from "./stored_outputs.ts";

/** What JSON and texts can hold that is easily lost on the way through a file. */
const ODD_TEXT = 'quotes " and \\ and a line\nbreak, tab\t, 📚, \u2028, C1 \u0085, "\\u0041"';
const ODD_JSON =
  '{"a": 1,\n  "a" : 1.50, "lone": "\\ud800", "nul": "\\u0000", "big": 12345678901234567890.12}';

/** Fills every table with `count` messages, among them such that are easily changed on the way; returns the raw ids. */
export async function fillDatabase(sql: Sql, count: number): Promise<number[]> {
  const ids = await storeMessages(sql, numberedMessages(count));
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = ids;
  await sql`
    update telegram_messages_raw
    set raw_text = ${ODD_TEXT}, message_json = ${ODD_JSON}::text::json, entities_json = '[ {"offset":0} ]',
      media_json = '"a text"', edit_date = '2026-01-02 03:04:05.678901+00', first_seen_at = '0044-03-15 12:00:00+00 BC'
    where id = ${first}`;
  await sql`update telegram_messages_raw set deleted_at = '2026-05-05T05:05:05.5Z', raw_text = '' where id = ${second}`;
  await sql`update telegram_messages_raw set last_seen_at = 'infinity' where id = ${third}`;
  await sql`
    insert into telegram_message_revisions (raw_id, revised_at, text_sha256, raw_text, message_json)
    select ${first}, '2026-01-01 00:00:00.000001+00', sha256('old'), ${`old ${ODD_TEXT}`}, ${ODD_JSON}::text::json`;
  await storeOutputs(sql, "b_version", [
    { rawId: first, output: { additional_remarks: ODD_TEXT }, model: "a model" },
    { rawId: second, status: "skipped" },
    { rawId: third, status: "failed" },
    { rawId: fourth, status: "pending" },
    { rawId: fifth, status: "processing" },
  ]);
  await storeOutputs(sql, "B_version", ids.map((rawId) => ({ rawId })));
  await sql`
    update telegram_extractions
    set cost_usd = 0.000001, latency_ms = 3, meta = '{"exact": 0.10000000000000000000005, "timings": {}}'
    where raw_id = ${first}`;
  await sql`
    insert into llm_replies (request_sha256, url, model, reply_text, reply_model, rung, prompt_tokens, completion_tokens,
      cached_prompt_tokens, latency_ms)
    values (sha256('asked'), 'http://localhost:1234/v1', 'a model', ${ODD_TEXT}, 'a-model-1', 'text', 3, 2, 1, 40),
      (sha256('asked too'), 'http://localhost:1234/v1', 'a model', '{}', 'a-model-1', 'json_schema', null, null, null, 0)`;
  await sql`update pipeline_versions set promoted_at = '2026-02-03 04:05:06.789012+00' where version = 'B_version'`;
  await sql`select setval('telegram_extractions_claim_id_seq', 77)`;
  await sql`
    insert into ingestion_runs (run_type, status, source, finished_at) values ('import', 'ok', 'result.json', now())`;
  await sql`
    insert into ingestion_run_progress (run_id, channel_id, messages_read, messages_new)
    select max(id), (select min(channel_id) from telegram_channels), ${count}, ${count} from ingestion_runs`;
  await sql`
    insert into subscribers (chat_id, label, subjects, levels, min_rate, last_served_at)
    values (41, ${ODD_TEXT}, ${'{"odd, \\"quoted\\"",Any}'}::text::text[], '{}', 40.50, '2026-01-02 03:04:05.678901+00')`;
  await sql`insert into subscribers (chat_id, is_active, inactive_reason) values (42, false, 'blocked')`;
  await sql`insert into delivery_gates (kind, opened_at) values ('dm', '2026-01-01 00:00:00+00')`;
  await sql`
    insert into delivery_plans (kind, raw_id, pipeline_version, extraction_updated_at, is_deleted, announced_at)
    values ('dm', ${first}, 'B_version', '2026-01-02 03:04:05.678901+00', false, now())`;
  await sql`
    insert into assignment_keys (pipeline_version, raw_id, segment, channel_id, posted_at, repost_key, match_keys,
      extraction_updated_at, is_deleted)
    values ('B_version', ${second}, 0, -1001, 'infinity', ${ODD_TEXT}, ${'{"odd, \\"quoted\\"",2921 a}'}::text::text[],
      '2026-01-02 03:04:05.678901+00', true)`;
  await sql`
    insert into assignment_links (pipeline_version, raw_id, segment, kind, of_raw_id, of_segment, group_raw_id,
      group_segment, score, bumped_at)
    values ('B_version', ${second}, 0, 'repost', ${first}, 0, ${first}, 0, 1, '2026-01-02 03:04:05.678901+00'),
      ('B_version', ${second}, 0, 'near_duplicate', ${first}, 2, ${first}, 2, 0.7654321, null)`;
  await fillOutbox(sql, first);
  await fillLabels(sql);
  return ids;
}

/** A label that was corrected, what corrected it, and one that says nothing. */
async function fillLabels(sql: Sql): Promise<void> {
  await sql`insert into labelled_posts (raw_text, agency, channel, n) values (${ODD_TEXT}, 'Agency', 't.me/agency', -3)`;
  await sql`
    insert into labels (text_sha256, segment, field, value, verdict, version_a, version_b, labeler, inclusion_probability, superseded_at,
      superseded_by)
    select p.text_sha256, 0, s.field, s.value::jsonb, s.verdict, s.version, s.version, 'kim', s.probability, s.superseded_at,
      case when s.superseded_at is not null then gen_random_uuid() end
    from labelled_posts p, (values ('rate.min', '40.50', 'a', 'gone_version', 0.1::float8, now()),
      ('rate.min', '"\\u2028"', 'direct', null, null, null), ('address', null, 'both', 'gone_version', 1, null)
    ) as s (field, value, verdict, version, probability, superseded_at)`;
}

/** A message in each state that one can be in. */
async function fillOutbox(sql: Sql, rawId: number): Promise<void> {
  await sql`
    insert into outbox (kind, target, raw_id, segment, status, withheld_reason, wanted, body, sent_message_id, sent_sha256, sent_at,
      expires_at, action, claim_id, worker, lease_expires_at, error_json)
    select 'dm', s.target, ${rawId}, 0, s.status, case when s.status = 'withheld' then 'dropped' end,
      case when s.action = 'delete' then 'gone' else 'open' end, case when s.action <> 'delete' then ${ODD_TEXT} end,
      case when s.has_message then s.target end, case when s.has_message or s.status = 'written' then sha256('there') end,
      case when s.has_message or s.status = 'written' then now() end, now(), case when s.status = 'sending' then s.action end,
      case when s.status = 'sending' then s.target end, case when s.status = 'sending' then 'w' end,
      case when s.status = 'sending' then now() end, case when s.status in ('failed', 'unknown') then '{"error": "no"}'::jsonb end
    from (values (1, 'pending', false, 'send'), (2, 'pending', true, 'edit'), (3, 'sending', false, 'send'),
      (4, 'sending', true, 'edit'), (5, 'sending', true, 'delete'), (6, 'sent', true, 'send'), (7, 'unknown', false, 'send'),
      (8, 'failed', false, 'send'), (9, 'withheld', false, 'send'), (10, 'written', false, 'send')
    ) as s (target, status, has_message, action)`;
}
