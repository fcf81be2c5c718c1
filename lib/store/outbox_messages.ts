import * as z from "zod";
import {
  DeliveryErrorSchema,
  DeliveryKindSchema,
  type OutboxStatus,
  OutboxStatusSchema,
  WantedSchema,
  WithheldReasonSchema,
} from "../schema/outbox.ts";
import type { Queryable } from "./postgres_client.ts";

const OutboxCountSchema = z.object({
  kind: DeliveryKindSchema,
  status: OutboxStatusSchema,
  withheld_reason: WithheldReasonSchema.nullable(),
  count: z.int(),
  newest: z.date(),
}).transform((row) => ({
  kind: row.kind,
  status: row.status,
  withheldReason: row.withheld_reason,
  count: row.count,
  /** When the last of them came into this state. */
  newest: row.newest,
}));

/** How many messages of a kind are in one state. */
export type OutboxCount = z.output<typeof OutboxCountSchema>;

/** Counts the outbox by kind, status and reason. */
export async function loadOutboxCounts(sql: Queryable): Promise<OutboxCount[]> {
  const rows = await sql`
    select kind, status, withheld_reason, count(*) as count, max(updated_at) as newest
    from outbox group by kind, status, withheld_reason order by kind, status, withheld_reason`;
  return z.array(OutboxCountSchema).parse([...rows]);
}

const OutboxMessageSchema = z.object({
  id: z.int(),
  kind: DeliveryKindSchema,
  target: z.int(),
  status: OutboxStatusSchema,
  withheld_reason: WithheldReasonSchema.nullable(),
  wanted: WantedSchema,
  segment: z.int(),
  sent_message_id: z.int().nullable(),
  error_json: DeliveryErrorSchema.partial().nullable(),
  updated_at: z.date(),
  channel_id: z.int(),
  channel_link: z.string().nullable(),
  channel_title: z.string().nullable(),
  message_id: z.int(),
}).transform((row) => ({
  id: row.id,
  kind: row.kind,
  target: row.target,
  status: row.status,
  withheldReason: row.withheld_reason,
  wanted: row.wanted,
  segment: row.segment,
  sentMessageId: row.sent_message_id,
  error: row.error_json,
  updatedAt: row.updated_at,
  channelId: row.channel_id,
  channelLink: row.channel_link,
  channelTitle: row.channel_title,
  messageId: row.message_id,
}));

/** A message of the outbox, and the post that it is about. */
export type OutboxMessage = z.output<typeof OutboxMessageSchema>;

/** Loads messages in some states, the newest first. */
export async function loadOutboxMessages(
  sql: Queryable,
  statuses: readonly OutboxStatus[],
  limit: number,
): Promise<OutboxMessage[]> {
  const rows = await sql`
    ${selectMessages(sql)} where o.status = any (${`{${statuses.join(",")}}`}::text::text[])
    order by o.updated_at desc, o.id limit ${limit}`;
  return z.array(OutboxMessageSchema).parse([...rows]);
}

/** Loads one message; null where there is none of this id. */
export async function loadOutboxMessage(sql: Queryable, id: number): Promise<OutboxMessage | null> {
  const rows = await sql`${selectMessages(sql)} where o.id = ${id} for update of o`;
  return z.array(OutboxMessageSchema).parse([...rows])[0] ?? null;
}

function selectMessages(sql: Queryable) {
  return sql`
    select o.id, o.kind, o.target, o.status, o.withheld_reason, o.wanted, o.segment, o.sent_message_id, o.error_json, o.updated_at,
      r.channel_id, c.channel_link, c.title as channel_title, r.message_id
    from outbox o
    join telegram_messages_raw r on r.id = o.raw_id
    join telegram_channels c on c.channel_id = r.channel_id`;
}

/** Lets a message be sent, edited or taken back again by a live run, within the next hour at least, however old its post is. */
export async function resendMessage(sql: Queryable, id: number): Promise<void> {
  await sql`
    update outbox set status = 'pending', withheld_reason = null, error_json = null, attempts = 0, run_after = now(),
      expires_at = greatest(expires_at, now() + interval '1 hour'), updated_at = now()
    where id = ${id}`;
}

/**
 * Notes that a message is there after all. With its id it is brought up to date by a live run; without, it stays as it is for ever.
 */
export async function markMessageSent(sql: Queryable, id: number, messageId: number | null): Promise<void> {
  await sql`
    update outbox set status = case when ${messageId}::text::bigint is null then 'sent' else 'pending' end,
      withheld_reason = null, error_json = null, attempts = 0, run_after = now(), sent_message_id = ${messageId}::text::bigint,
      sent_sha256 = coalesce(wanted_sha256, sha256('')), sent_at = updated_at, updated_at = now()
    where id = ${id}`;
}

/** Leaves a message as it is for ever. */
export async function dropMessage(sql: Queryable, id: number): Promise<void> {
  await sql`
    update outbox set status = 'withheld', withheld_reason = 'dropped', updated_at = now() where id = ${id}`;
}
