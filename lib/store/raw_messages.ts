import * as z from "zod";
import { copyRows } from "./copy_rows.ts";
import type { Queryable, Transaction } from "./postgres_client.ts";
import { RAW_MESSAGE_COLUMNS, type RowSelection } from "./raw_message_rows.ts";

/** What storing did with each message of a batch, in numbers that add up to the batch. */
export interface SavedMessages {
  readonly new: number;
  /** The text changed; the old one is now a revision. */
  readonly edited: number;
  /** The text is the same, something else changed. */
  readonly refreshed: number;
  readonly unchanged: number;
  /** The stored message is newer and stays; an unknown older text is kept as a revision. */
  readonly older: number;
}

export interface SaveOptions {
  /**
   * Whether the source has just seen the messages in Telegram, so that deleted ones among them are back. An export may
   * be old: from there a message is only back if it was edited after its deletion. Default false.
   */
  readonly reappeared?: boolean;
}

const VerdictRowSchema = z.object({
  edited: z.int(),
  refreshed: z.int(),
  older: z.int(),
  edited_ids: z.array(z.int()),
});

/**
 * Stores messages of a channel whose row exists, newest text wins; see `SavedMessages`. An edit also sets the wanted
 * text of all jobs of the message, in flight or not.
 */
export async function saveRawMessages(
  transaction: Transaction,
  messages: RowSelection,
  options: SaveOptions = {},
): Promise<SavedMessages> {
  await loadIncoming(transaction, messages);
  const added = await transaction`
    insert into telegram_messages_raw (${transaction(RAW_MESSAGE_COLUMNS)})
    select
      channel_id, message_id, kind, message_date, edit_date, sender_id, sender_name, is_forward, is_reply,
      reply_to_message_id, raw_text, entities_json::json, media_json::json, views, forwards, reply_count,
      message_json::json
    from incoming_messages i
    where not exists (
      select from telegram_messages_raw r where r.channel_id = i.channel_id and r.message_id = i.message_id
    )
    order by message_id
    on conflict (channel_id, message_id) do nothing`;
  if (added.count === messages.count) {
    return { new: added.count, edited: 0, refreshed: 0, unchanged: 0, older: 0 };
  }
  const { edited, refreshed, older, edited_ids } = await updateKnown(
    transaction,
    options.reappeared ?? false,
  );
  if (edited_ids.length > 0) await rewantJobs(transaction, edited_ids);
  const unchanged = messages.count - added.count - edited - refreshed - older;
  return { new: added.count, edited, refreshed, unchanged, older };
}

/** Whether any message of the channel with an id from `firstId` to `lastId` is stored. */
export async function hasMessagesBetween(
  sql: Queryable,
  channelId: number,
  firstId: number,
  lastId: number,
): Promise<boolean> {
  const rows = await sql`
    select from telegram_messages_raw
    where channel_id = ${channelId} and message_id between ${firstId} and ${lastId}
    limit 1`;
  return rows.length > 0;
}

/**
 * Stores messages none of which is stored yet, in half the time of `saveRawMessages`.
 *
 * @throws {UnstorableValueError} If one is stored after all, or cannot be; the transaction has failed then.
 */
export async function appendRawMessages(transaction: Transaction, messages: RowSelection): Promise<void> {
  await copyRows(transaction, "telegram_messages_raw", RAW_MESSAGE_COLUMNS, messages.iterChunks());
}

/** Marks messages as deleted in Telegram at `at`. Returns how many were not marked before. */
export async function markDeleted(
  sql: Queryable,
  channelId: number,
  messageIds: readonly number[],
  at: Date,
): Promise<number> {
  const marked = await sql`
    with live as materialized (
      select id from telegram_messages_raw
      where channel_id = ${channelId} and message_id = any (${`{${messageIds.join(",")}}`}::text::bigint[])
        and deleted_at is null
      order by id
      for no key update
    )
    update telegram_messages_raw r set deleted_at = ${at} from live where r.id = live.id`;
  return marked.count;
}

/**
 * Marks as deleted what is stored of a span of ids but was not found there: the span was read whole.
 *
 * @param presentIds The ids that were found.
 * @returns How many were not marked before.
 */
export async function markAbsentDeleted(
  sql: Queryable,
  channelId: number,
  span: { readonly firstId: number; readonly lastId: number },
  presentIds: readonly number[],
  at: Date,
): Promise<number> {
  const rows = await sql`
    select message_id from telegram_messages_raw
    where channel_id = ${channelId} and message_id between ${span.firstId} and ${span.lastId} and deleted_at is null
      and message_id <> all (${`{${presentIds.join(",")}}`}::text::bigint[])`;
  const absentIds = rows.map((row) => z.int().parse(row["message_id"]));
  return absentIds.length === 0 ? 0 : await markDeleted(sql, channelId, absentIds, at);
}

/** The JSON waits there as text: of messages that are stored already it is only compared, not parsed. */
async function loadIncoming(transaction: Transaction, messages: RowSelection): Promise<void> {
  await transaction`
    create temporary table incoming_messages on commit drop as
    select
      channel_id, message_id, kind, message_date, edit_date, sender_id, sender_name, is_forward, is_reply,
      reply_to_message_id, raw_text, entities_json::text, media_json::text, views, forwards, reply_count,
      message_json::text
    from telegram_messages_raw
    with no data`;
  await copyRows(transaction, "incoming_messages", RAW_MESSAGE_COLUMNS, messages.iterChunks());
}

/**
 * Rows that are the same are neither locked nor written. Those that differ are locked against the enqueuing of jobs
 * too (its foreign key check waits), so that the jobs are seen whole by the statement that follows.
 */
async function updateKnown(
  transaction: Transaction,
  reappeared: boolean,
): Promise<z.infer<typeof VerdictRowSchema>> {
  const rows = await transaction`
    with differing as materialized (
      select
        r.id, r.raw_text as stored_text, r.text_sha256 as stored_sha256, r.message_json as stored_json,
        coalesce(r.edit_date, r.message_date, r.first_seen_at) as stored_at,
        coalesce(i.edit_date, i.message_date) as incoming_at,
        r.deleted_at is not null and (${reappeared} or coalesce(i.edit_date, i.message_date) > r.deleted_at) as is_back,
        case
          when coalesce(i.edit_date, i.message_date, '-infinity') < coalesce(r.edit_date, r.message_date, '-infinity')
            then 'older'
          when i.raw_text <> r.raw_text then 'edited'
          else 'refreshed'
        end as verdict,
        i.kind, i.message_date, i.edit_date, i.sender_id, i.sender_name, i.is_forward, i.is_reply,
        i.reply_to_message_id, i.raw_text, i.entities_json, i.media_json, i.views, i.forwards, i.reply_count,
        i.message_json
      from incoming_messages i
      join telegram_messages_raw r on r.channel_id = i.channel_id and r.message_id = i.message_id
      where (
          i.kind, i.message_date, i.edit_date, i.sender_id, i.sender_name, i.is_forward, i.is_reply,
          i.reply_to_message_id, i.raw_text, i.entities_json, i.media_json,
          coalesce(i.views, r.views), coalesce(i.forwards, r.forwards), coalesce(i.reply_count, r.reply_count),
          i.message_json
        ) is distinct from (
          r.kind, r.message_date, r.edit_date, r.sender_id, r.sender_name, r.is_forward, r.is_reply,
          r.reply_to_message_id, r.raw_text, r.entities_json::text, r.media_json::text,
          r.views, r.forwards, r.reply_count,
          r.message_json::text
        )
        or (r.deleted_at is not null and (${reappeared} or coalesce(i.edit_date, i.message_date) > r.deleted_at))
      order by r.id
      for update of r
    ), superseded as (
      insert into telegram_message_revisions (raw_id, revised_at, text_sha256, raw_text, message_json)
      select id, stored_at, stored_sha256, stored_text, stored_json from differing where verdict = 'edited'
      on conflict do nothing
    ), older_texts as (
      -- The hash of a text that is in no row of telegram_messages_raw, whose own column computes the same.
      insert into telegram_message_revisions (raw_id, revised_at, text_sha256, raw_text, message_json)
      select id, incoming_at, sha256(convert_to(raw_text, 'UTF8')), raw_text, message_json::json
      from differing
      where verdict = 'older' and raw_text <> stored_text and incoming_at is not null
      on conflict do nothing
    ), updated as (
      update telegram_messages_raw r
      set kind = d.kind, message_date = d.message_date, edit_date = d.edit_date, sender_id = d.sender_id,
        sender_name = d.sender_name, is_forward = d.is_forward, is_reply = d.is_reply,
        reply_to_message_id = d.reply_to_message_id, raw_text = d.raw_text, entities_json = d.entities_json::json,
        media_json = d.media_json::json, views = coalesce(d.views, r.views), forwards = coalesce(d.forwards, r.forwards),
        reply_count = coalesce(d.reply_count, r.reply_count), message_json = d.message_json::json, last_seen_at = now(),
        deleted_at = case when d.is_back then null else r.deleted_at end
      from differing d
      where r.id = d.id and d.verdict <> 'older'
    )
    select
      count(*) filter (where verdict = 'edited') as edited,
      count(*) filter (where verdict = 'refreshed') as refreshed,
      count(*) filter (where verdict = 'older') as older,
      coalesce(jsonb_agg(id) filter (where verdict = 'edited'), '[]') as edited_ids
    from differing`;
  return VerdictRowSchema.parse(rows[0]);
}

/** Tells the jobs of edited messages which text to read; in the order in which all lock them. */
async function rewantJobs(transaction: Transaction, rawIds: readonly number[]): Promise<void> {
  await transaction`
    with outdated as materialized (
      select e.raw_id, e.pipeline_version, r.text_sha256
      from telegram_messages_raw r
      join telegram_extractions e on e.raw_id = r.id
      where r.id = any (${`{${rawIds.join(",")}}`}::text::bigint[]) and e.wanted_sha256 <> r.text_sha256
      order by e.raw_id, e.pipeline_version
      for no key update of e
    )
    update telegram_extractions e
    set wanted_sha256 = outdated.text_sha256, updated_at = now()
    from outdated
    where e.raw_id = outdated.raw_id and e.pipeline_version = outdated.pipeline_version`;
}
