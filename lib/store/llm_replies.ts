import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

/** A row of `llm_replies`; the hash in hexadecimal. */
const StoredReplySchema = z.object({
  request_sha256: z.string(),
  url: z.string(),
  /** As it was asked for. */
  model: z.string(),
  reply_text: z.string(),
  /** As the server names it. */
  reply_model: z.string(),
  rung: z.enum(["json_schema", "text"]),
  /** The three counts are null together, where the server does not count. */
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  cached_prompt_tokens: z.int().nullable(),
  latency_ms: z.int(),
});
export type StoredReply = z.infer<typeof StoredReplySchema>;

/** Loads what is stored for these requests, in one statement. */
export async function loadReplies(sql: Queryable, requests: readonly string[]): Promise<StoredReply[]> {
  const rows = await sql`
    select encode(request_sha256, 'hex') as request_sha256, url, model, reply_text, reply_model, rung, prompt_tokens,
      completion_tokens, cached_prompt_tokens, latency_ms
    from llm_replies
    where request_sha256 = any (array(
      select decode(r.hex, 'hex') from unnest(${`{${requests.join(",")}}`}::text::text[]) as r (hex)
    ))`;
  return z.array(StoredReplySchema).parse([...rows]);
}

/** Stores replies, each to a request of its own, in one statement; an older one to the same request is replaced. */
export async function saveReplies(sql: Queryable, replies: readonly StoredReply[]): Promise<void> {
  // In the order of their keys, so that two processes that save the same ones do not wait for each other in a circle.
  await sql`
    insert into llm_replies (request_sha256, url, model, reply_text, reply_model, rung, prompt_tokens, completion_tokens,
      cached_prompt_tokens, latency_ms)
    select decode(r.request_sha256, 'hex'), r.url, r.model, r.reply_text, r.reply_model, r.rung, r.prompt_tokens,
      r.completion_tokens, r.cached_prompt_tokens, r.latency_ms
    from json_to_recordset(${JSON.stringify(replies)}::text::json) as r (
      request_sha256 text, url text, model text, reply_text text, reply_model text, rung text, prompt_tokens integer,
      completion_tokens integer, cached_prompt_tokens integer, latency_ms integer
    )
    order by r.request_sha256
    on conflict (request_sha256) do update
    set reply_text = excluded.reply_text, reply_model = excluded.reply_model, rung = excluded.rung,
      prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
      cached_prompt_tokens = excluded.cached_prompt_tokens, latency_ms = excluded.latency_ms, created_at = now()`;
}

/** Whether PostgreSQL can hold a text as it is: it has no NUL and no halves of surrogate pairs. */
export function isStorableText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}
