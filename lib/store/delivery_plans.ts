import * as z from "zod";
import { type DeliveryKind, type Wanted } from "../schema/outbox.ts";
import type { Queryable } from "./postgres_client.ts";

/** Which posts are looked at. */
export interface DuePostsRequest {
  readonly kind: DeliveryKind;
  readonly version: string;
  /** Posts from then on may be announced. */
  readonly announcedFrom: Date;
  /** What was announced from then on is kept up to date; null to look for new posts only, which costs a fraction. */
  readonly watchedFrom: Date | null;
  readonly limit: number;
}

const DuePostSchema = z.object({
  raw_id: z.int(),
  channel_id: z.int(),
  channel_link: z.string().nullable(),
  channel_title: z.string().nullable(),
  message_id: z.int(),
  message_date: z.date(),
  is_deleted: z.boolean(),
  is_finished: z.boolean(),
  extraction_updated_at: z.string().nullable(),
  was_announced: z.boolean(),
  segments: z.array(z.object({ segment: z.int(), fields: z.record(z.string(), z.unknown()) })),
  rows: z.array(z.object({ segment: z.int(), target: z.int() })),
}).transform((row) => ({
  rawId: row.raw_id,
  channelId: row.channel_id,
  channelLink: row.channel_link,
  channelTitle: row.channel_title,
  messageId: row.message_id,
  messageDate: row.message_date,
  isDeleted: row.is_deleted,
  /** Whether the version is done with its newest text; what is not there yet may come. */
  isFinished: row.is_finished,
  /** As PostgreSQL writes it, to the microsecond. */
  extractionUpdatedAt: row.extraction_updated_at,
  wasAnnounced: row.was_announced,
  /** What it offers, as live_assignments shows it; empty for a post that is deleted or no offer any more. */
  segments: row.segments,
  /** The messages about it that there are in the outbox. */
  rows: row.rows,
}));

/** A post that was not planned from in the state that it has now. */
export type DuePost = z.output<typeof DuePostSchema>;

/** Any number that nobody else locks by. */
const PLAN_LOCK = 7_230_651;

/** Lets one process plan at a time, until its transaction ends; returns whether it is ours. */
export async function lockPlanning(transaction: Queryable): Promise<boolean> {
  const [row] = await transaction`select pg_try_advisory_xact_lock(${PLAN_LOCK}) as is_ours`;
  return z.object({ is_ours: z.boolean() }).parse(row).is_ours;
}

/**
 * Loads posts whose deliveries are to be planned, the new ones in the order of their coming, then those that changed since they were
 * announced. Their number decides the cost, not that of the messages: new ones are found by their date, the others by their plans.
 */
export async function loadDuePosts(transaction: Queryable, request: DuePostsRequest): Promise<DuePost[]> {
  const { kind, version, limit } = request;
  const rows = await transaction`
    with fresh as (
      select r.id as raw_id, 0 as turn
      from telegram_messages_raw r
      join telegram_extractions e on e.raw_id = r.id and e.pipeline_version = ${version}
      left join delivery_plans p on p.kind = ${kind} and p.raw_id = r.id
      where r.message_date >= ${request.announcedFrom.toISOString()}::timestamptz
        and r.deleted_at is null and e.status = 'ok'
        and (p.raw_id is null or p.announced_at is null
          and (p.pipeline_version, p.extraction_updated_at) is distinct from (e.pipeline_version, e.updated_at))
      order by r.id
      limit ${limit}
    ), changed as (
      select p.raw_id, 1 as turn
      from delivery_plans p
      join telegram_messages_raw r on r.id = p.raw_id
      left join telegram_extractions e on e.raw_id = p.raw_id and e.pipeline_version = ${version}
      where p.kind = ${kind} and ${request.watchedFrom !== null}::boolean
        and p.announced_at >= ${(request.watchedFrom ?? request.announcedFrom).toISOString()}::timestamptz
        and (p.is_deleted <> (r.deleted_at is not null)
          or r.deleted_at is null and e.status in ('ok', 'skipped')
            and (p.pipeline_version, p.extraction_updated_at) is distinct from (e.pipeline_version, e.updated_at))
      order by p.raw_id
      limit ${limit}
    ), due as (
      select raw_id, turn from fresh union all select raw_id, turn from changed order by turn, raw_id limit ${limit}
    )
    select r.id as raw_id, r.channel_id, c.channel_link, c.title as channel_title, r.message_id, r.message_date,
      r.deleted_at is not null as is_deleted,
      r.deleted_at is not null or coalesce(e.status in ('ok', 'skipped'), false) as is_finished,
      e.updated_at::text as extraction_updated_at, due.turn = 1 as was_announced,
      coalesce((
        select json_agg(json_build_object('segment', l.segment, 'fields', l.canonical_json) order by l.segment)
        from live_assignments l where l.raw_id = r.id and r.deleted_at is null and e.status is distinct from 'skipped'
      ), '[]') as segments,
      coalesce((
        select json_agg(json_build_object('segment', o.segment, 'target', o.target)) from outbox o
        where o.raw_id = r.id and o.kind = ${kind}
      ), '[]') as rows
    from due
    join telegram_messages_raw r on r.id = due.raw_id
    join telegram_channels c on c.channel_id = r.channel_id
    left join telegram_extractions e on e.raw_id = r.id and e.pipeline_version = ${version}
    order by due.turn, r.id`;
  return z.array(DuePostSchema).parse([...rows]);
}

/** What should be in a chat about an item. */
export interface WantedMessage {
  readonly target: number;
  readonly rawId: number;
  readonly segment: number;
  readonly wanted: Wanted;
  /** Null for `gone`. */
  readonly body: string | null;
  /** Until when it may be sent. */
  readonly expiresAt: Date;
}

/**
 * Writes what should be in the chats. Everything is asked of the locked row itself (o), for it may have been claimed meanwhile. A message that nobody planned yet is a new row; of the others the body changes, and whether
 * that leaves something to do. What is being sent at the moment is seen to once that has ended.
 *
 * @returns How many rows are new, and how many changed.
 */
export async function saveWantedMessages(
  transaction: Queryable,
  kind: DeliveryKind,
  messages: readonly WantedMessage[],
): Promise<{ readonly planned: number; readonly changed: number }> {
  const json = JSON.stringify(messages.map((message) => ({
    target: message.target,
    raw_id: message.rawId,
    segment: message.segment,
    wanted: message.wanted,
    body: message.body,
    expires_at: message.expiresAt.toISOString(),
  })));
  const rows = await transaction`
    with wanted as (
      select w.*, sha256(replace(w.body, '\\', '\\\\')::bytea) as sha256
      from json_to_recordset(${json}::text::json)
        as w (target bigint, raw_id bigint, segment integer, wanted text, body text, expires_at timestamptz)
    ), changed as (
      update outbox o
      set wanted = w.wanted, body = w.body, updated_at = now(),
        attempts = case when o.status = 'sending' then o.attempts else 0 end,
        run_after = case when o.status = 'pending' then o.run_after else now() end,
        status = case
          when o.status in ('sending', 'unknown', 'written') then o.status
          when o.status = 'withheld' then
            case when o.withheld_reason in ('closed', 'gone') and w.wanted = 'open' then 'pending' else 'withheld' end
          when o.sent_message_id is not null then
            case when o.sent_sha256 is not distinct from w.sha256 then 'sent' else 'pending' end
          when o.status = 'pending' and w.wanted <> 'open' then 'withheld'
          else o.status
        end,
        withheld_reason = case
          when o.status = 'withheld' and o.withheld_reason not in ('closed', 'gone') then o.withheld_reason
          when w.wanted = 'open' or o.sent_message_id is not null then null
          when o.status in ('withheld', 'pending') then w.wanted
        end,
        error_json = case
          when o.status = 'unknown' or o.status = 'failed' and o.sent_message_id is null then o.error_json
        end
      from wanted w
      where o.raw_id = w.raw_id and o.segment = w.segment and o.kind = ${kind} and o.target = w.target
        and (o.wanted, o.wanted_sha256) is distinct from (w.wanted, w.sha256)
      returning o.id
    ), planned as (
      insert into outbox (kind, target, raw_id, segment, wanted, body, expires_at)
      select ${kind}, w.target, w.raw_id, w.segment, w.wanted, w.body, w.expires_at from wanted w
      where w.wanted = 'open'
      on conflict do nothing
      returning id
    )
    select (select count(*) from planned) as planned, (select count(*) from changed) as changed`;
  return z.object({ planned: z.int(), changed: z.int() }).parse(rows[0]);
}

/** Notes the state that posts were planned from. */
export async function savePlans(
  transaction: Queryable,
  kind: DeliveryKind,
  version: string,
  posts: readonly (DuePost & { readonly isAnnounced: boolean })[],
  now: Date,
): Promise<void> {
  const json = JSON.stringify(posts.map((post) => ({
    raw_id: post.rawId,
    extraction_updated_at: post.extractionUpdatedAt,
    is_deleted: post.isDeleted,
    is_announced: post.isAnnounced,
  })));
  await transaction`
    insert into delivery_plans as p (kind, raw_id, pipeline_version, extraction_updated_at, is_deleted, announced_at)
    select ${kind}, n.raw_id, case when n.extraction_updated_at is not null then ${version} end, n.extraction_updated_at,
      n.is_deleted, case when n.is_announced then ${now.toISOString()}::timestamptz end
    from json_to_recordset(${json}::text::json)
      as n (raw_id bigint, extraction_updated_at timestamptz, is_deleted boolean, is_announced boolean)
    on conflict (kind, raw_id) do update set
      pipeline_version = excluded.pipeline_version, extraction_updated_at = excluded.extraction_updated_at,
      is_deleted = excluded.is_deleted, announced_at = coalesce(p.announced_at, excluded.announced_at), planned_at = now()`;
}
