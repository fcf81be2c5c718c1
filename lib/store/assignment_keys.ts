import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

/** A place in the messages by time. */
export interface PostCursor {
  /** As PostgreSQL writes it, to the microsecond. */
  readonly postedAt: string;
  readonly rawId: number;
}

/** Posts of the live version that are in another state than they were linked in, the oldest first. */
export async function loadPostsToLink(
  sql: Queryable,
  version: string,
  since: Date | null,
  after: PostCursor | null,
  limit: number,
): Promise<PostCursor[]> {
  const rows = await sql`
    select r.id as raw_id, r.message_date::text as posted_at
    from telegram_messages_raw r
    join telegram_extractions e on e.raw_id = r.id and e.pipeline_version = ${version}
    left join lateral (
      select k.extraction_updated_at, k.is_deleted from assignment_keys k
      where k.pipeline_version = ${version} and k.raw_id = r.id order by k.segment limit 1
    ) k on true
    where r.message_date >= coalesce(${since?.toISOString() ?? null}::timestamptz, '-infinity')
      and (${after === null} or (r.message_date, r.id) > (${after?.postedAt ?? null}::timestamptz, ${
    after?.rawId ?? 0
  }::bigint))
      and e.canonical_json is not null
      and (k.extraction_updated_at, k.is_deleted) is distinct from (e.updated_at, r.deleted_at is not null)
    order by r.message_date, r.id
    limit ${limit}`;
  return z.array(z.object({ raw_id: z.int(), posted_at: z.string() })).parse([...rows])
    .map((row) => ({ rawId: row.raw_id, postedAt: row.posted_at }));
}

const LinkableSchema = z.object({
  raw_id: z.int(),
  segment: z.int(),
  channel_id: z.int(),
  message_date: z.date(),
  is_open: z.boolean(),
  raw_text: z.string(),
  span: z.object({ start: z.int(), end: z.int() }).nullable(),
  fields: z.record(z.string(), z.unknown()),
  extraction_updated_at: z.string(),
  is_deleted: z.boolean(),
}).transform((row) => ({
  rawId: row.raw_id,
  segment: row.segment,
  channelId: row.channel_id,
  postedAt: row.message_date,
  isOpen: row.is_open,
  /** The post's text, or of one that offers several assignments the stretch of this one. */
  text: row.span === null ? row.raw_text : row.raw_text.slice(row.span.start, row.span.end),
  fields: row.fields,
  extractionUpdatedAt: row.extraction_updated_at,
  isDeleted: row.is_deleted,
}));

/** A live assignment as it is held against others. */
export type Linkable = z.output<typeof LinkableSchema>;

/** Loads the live assignments of these posts; none where another version has become live meanwhile. */
export async function loadLinkables(
  sql: Queryable,
  version: string,
  rawIds: readonly number[],
): Promise<Linkable[]> {
  if (rawIds.length === 0) return [];
  const rows = await sql`
    select l.raw_id, l.segment, l.channel_id, l.message_date, l.status = 'open' as is_open, l.raw_text,
      case when l.segment > 0 then e.meta #> array['compilation', 'segments', (l.segment - 1)::text] end as span,
      l.canonical_json as fields, l.updated_at::text as extraction_updated_at,
      l.closed_reason is not distinct from 'deleted' as is_deleted
    from live_assignments l
    join telegram_extractions e on e.raw_id = l.raw_id and e.pipeline_version = l.pipeline_version
    where l.pipeline_version = ${version} and l.raw_id = any (${idArray(rawIds)}::text::bigint[])`;
  return z.array(LinkableSchema).parse([...rows]);
}

/** By what a live assignment is found, and the state that it was in. */
export interface AssignmentKeys extends Omit<Linkable, "isOpen" | "text" | "fields"> {
  /** Null where its output cannot be read. */
  readonly repostKey: string | null;
  readonly matchKeys: readonly string[];
}

/** Writes the keys of these posts, all of them: what a post has no more goes. */
export async function saveKeys(
  transaction: Queryable,
  version: string,
  rawIds: readonly number[],
  keys: readonly AssignmentKeys[],
): Promise<void> {
  const json = JSON.stringify(keys.map((item) => ({
    raw_id: item.rawId,
    segment: item.segment,
    channel_id: item.channelId,
    posted_at: item.postedAt.toISOString(),
    repost_key: item.repostKey,
    match_keys: item.matchKeys,
    extraction_updated_at: item.extractionUpdatedAt,
    is_deleted: item.isDeleted,
  })));
  await transaction`
    with keys as materialized (
      select * from json_to_recordset(${json}::text::json) as n (raw_id bigint, segment integer, channel_id bigint,
        posted_at timestamptz, repost_key text, match_keys text[], extraction_updated_at timestamptz, is_deleted boolean)
    ), gone as (
      delete from assignment_keys k
      where k.pipeline_version = ${version} and k.raw_id = any (${idArray(rawIds)}::text::bigint[])
        and not exists (select from keys n where n.raw_id = k.raw_id and n.segment = k.segment)
    )
    insert into assignment_keys as k (pipeline_version, raw_id, segment, channel_id, posted_at, repost_key, match_keys,
      extraction_updated_at, is_deleted)
    select ${version}, n.raw_id, n.segment, n.channel_id, n.posted_at, n.repost_key, n.match_keys, n.extraction_updated_at,
      n.is_deleted
    from keys n
    on conflict (pipeline_version, raw_id, segment) do update set
      posted_at = excluded.posted_at, repost_key = excluded.repost_key, match_keys = excluded.match_keys,
      extraction_updated_at = excluded.extraction_updated_at, is_deleted = excluded.is_deleted`;
}

const ItemSchema = z.object({ raw_id: z.int(), segment: z.int() })
  .transform((row): AssignmentItem => ({ rawId: row.raw_id, segment: row.segment }));

/** One assignment of one post; segment 0 is a post of one. */
export interface AssignmentItem {
  readonly rawId: number;
  readonly segment: number;
}

/** What has a repost key in common with these posts, in the channel of each; they themselves too. */
export async function loadChains(
  transaction: Queryable,
  version: string,
  rawIds: readonly number[],
): Promise<AssignmentItem[]> {
  const rows = await transaction`
    select distinct o.raw_id, o.segment
    from assignment_keys k
    join assignment_keys o on o.channel_id = k.channel_id and o.repost_key = k.repost_key and o.pipeline_version = k.pipeline_version
    where k.pipeline_version = ${version} and k.raw_id = any (${idArray(rawIds)}::text::bigint[])`;
  return z.array(ItemSchema).parse([...rows]);
}

/** Posts of other channels that came up to `days` after these, and have a match key in common with them. */
export async function loadLaterMatches(
  transaction: Queryable,
  version: string,
  rawIds: readonly number[],
  days: number,
): Promise<number[]> {
  const rows = await transaction`
    select distinct o.raw_id
    from assignment_keys k
    join assignment_keys o on o.pipeline_version = k.pipeline_version and o.match_keys && k.match_keys
      and o.channel_id <> k.channel_id and (o.posted_at, o.raw_id) > (k.posted_at, k.raw_id)
      and o.posted_at <= k.posted_at + ${days}::integer * interval '1 day'
    where k.pipeline_version = ${version} and k.raw_id = any (${idArray(rawIds)}::text::bigint[])`;
  return z.array(z.object({ raw_id: z.int() })).parse([...rows]).map((row) => row.raw_id);
}

/** For each assignment of these posts those of other channels that came up to `days` before, and have a match key in common with it. */
export async function loadEarlierMatches(
  transaction: Queryable,
  version: string,
  rawIds: readonly number[],
  days: number,
): Promise<{ readonly item: AssignmentItem; readonly earlier: AssignmentItem }[]> {
  const rows = await transaction`
    select k.raw_id, k.segment, o.raw_id as of_raw_id, o.segment as of_segment
    from assignment_keys k
    join assignment_keys o on o.pipeline_version = k.pipeline_version and o.match_keys && k.match_keys
      and o.channel_id <> k.channel_id and (o.posted_at, o.raw_id) < (k.posted_at, k.raw_id)
      and o.posted_at >= k.posted_at - ${days}::integer * interval '1 day'
    where k.pipeline_version = ${version} and k.raw_id = any (${idArray(rawIds)}::text::bigint[])
    order by o.posted_at, o.raw_id, o.segment`;
  const PairSchema = z.object({ raw_id: z.int(), segment: z.int(), of_raw_id: z.int(), of_segment: z.int() });
  return z.array(PairSchema).parse([...rows]).map((row) => ({
    item: { rawId: row.raw_id, segment: row.segment },
    earlier: { rawId: row.of_raw_id, segment: row.of_segment },
  }));
}

/** Forgets what the posts of a version were linked by, so that all of them are linked anew. */
export async function deleteKeys(sql: Queryable, version: string, since: Date | null): Promise<void> {
  await sql`
    delete from assignment_keys
    where pipeline_version = ${version} and posted_at >= coalesce(${
    since?.toISOString() ?? null
  }::timestamptz, '-infinity')`;
}

function idArray(ids: readonly number[]): string {
  return `{${ids.join(",")}}`;
}
