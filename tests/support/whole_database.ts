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
  return ids;
}
