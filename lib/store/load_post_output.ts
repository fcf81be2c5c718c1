import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

/** A post and what a version made of it. */
export interface PostOutput {
  readonly rawId: number;
  readonly channelId: number;
  readonly channelLink: string | null;
  readonly title: string | null;
  readonly messageId: number;
  readonly messageDate: Date | null;
  readonly text: string;
  readonly version: string;
  readonly status: string;
  /** Why there is no output, such as `forward`; null where there is one, or its job is not done. */
  readonly reason: string | null;
  /** canonical_json; null where there is none. */
  readonly output: unknown;
}

const RowSchema = z.object({
  raw_id: z.int(),
  channel_id: z.int(),
  channel_link: z.string().nullable(),
  title: z.string().nullable(),
  message_id: z.int(),
  message_date: z.date().nullable(),
  raw_text: z.string(),
  version: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  output: z.unknown(),
}).transform((row): PostOutput => ({
  rawId: row.raw_id,
  channelId: row.channel_id,
  channelLink: row.channel_link,
  title: row.title,
  messageId: row.message_id,
  messageDate: row.message_date,
  text: row.raw_text,
  version: row.version,
  status: row.status,
  reason: row.reason,
  output: row.output,
}));

/** Loads a post with what a version made of it; where none is named, the newest that has an output. Null where there is none. */
export async function loadPostOutput(
  sql: Queryable,
  version: string,
  rawId: number | null,
): Promise<PostOutput | null> {
  const rows = await sql`
    select r.id as raw_id, r.channel_id, c.channel_link, c.title, r.message_id, r.message_date, r.raw_text,
      e.pipeline_version as version, e.status, e.canonical_json as output,
      case e.status when 'skipped' then e.skip_reason when 'failed' then e.error_json ->> 'error' end as reason
    from telegram_messages_raw r
    join telegram_channels c using (channel_id)
    join telegram_extractions e on e.raw_id = r.id and e.pipeline_version = ${version}
    where ${rawId === null} and e.status = 'ok' or r.id = ${rawId ?? 0}
    order by r.message_date desc nulls last, r.id desc
    limit 1`;
  return rows[0] === undefined ? null : RowSchema.parse(rows[0]);
}
