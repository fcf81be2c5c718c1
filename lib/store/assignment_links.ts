import * as z from "zod";
import type { AssignmentItem } from "./assignment_keys.ts";
import type { Queryable } from "./postgres_client.ts";

export type LinkKind = "repost" | "near_duplicate";

/** Says that an assignment is the same as one of an earlier post. */
export interface AssignmentLink {
  readonly item: AssignmentItem;
  readonly of: AssignmentItem;
  /** How sure that is, up to 1. */
  readonly score: number;
  /** When it bumps the other; null where it does not. */
  readonly bumpedAt: Date | null;
}

/** Any number that nobody else locks by. */
const LINK_LOCK = 7_230_652;
/** Links lead to earlier posts; where a post's date was mended since, they could lead in a circle. */
const LONGEST_WAY = 1000;

/** Lets one process link at a time, until its transaction ends; waits for its turn. */
export async function lockLinking(transaction: Queryable): Promise<void> {
  await transaction`select pg_advisory_xact_lock(${LINK_LOCK})`;
}

/** What saving links changed. */
export interface SavedLinks {
  readonly written: readonly AssignmentItem[];
  readonly removed: readonly AssignmentItem[];
}

const ItemSchema = z.object({ raw_id: z.int(), segment: z.int() })
  .transform((row): AssignmentItem => ({ rawId: row.raw_id, segment: row.segment }));

/**
 * Makes these the only links of their kind that the scope has; what is there already stays untouched. Follow it up with `saveGroups`.
 */
export async function saveLinks(
  transaction: Queryable,
  version: string,
  kind: LinkKind,
  scope: readonly AssignmentItem[],
  links: readonly AssignmentLink[],
): Promise<SavedLinks> {
  const linksJson = JSON.stringify(links.map(({ item, of, score, bumpedAt }) => ({
    raw_id: item.rawId,
    segment: item.segment,
    of_raw_id: of.rawId,
    of_segment: of.segment,
    score,
    bumped_at: bumpedAt?.toISOString() ?? null,
  })));
  const rows = await transaction`
    with links as materialized (
      select * from json_to_recordset(${linksJson}::text::json) as n (raw_id bigint, segment integer, of_raw_id bigint,
        of_segment integer, score real, bumped_at timestamptz)
    ), removed as (
      delete from assignment_links l
      using json_to_recordset(${itemsJson(scope)}::text::json) as s (raw_id bigint, segment integer)
      where l.pipeline_version = ${version} and l.kind = ${kind} and l.raw_id = s.raw_id and l.segment = s.segment
        and not exists (select from links n where n.raw_id = s.raw_id and n.segment = s.segment)
      returning l.raw_id, l.segment
    ), written as (
      insert into assignment_links as l (pipeline_version, raw_id, segment, kind, of_raw_id, of_segment, group_raw_id,
        group_segment, score, bumped_at)
      select ${version}, n.raw_id, n.segment, ${kind}, n.of_raw_id, n.of_segment, n.of_raw_id, n.of_segment, n.score, n.bumped_at
      from links n
      on conflict (pipeline_version, raw_id, segment, kind) do update set
        of_raw_id = excluded.of_raw_id, of_segment = excluded.of_segment, group_raw_id = excluded.group_raw_id,
        group_segment = excluded.group_segment, score = excluded.score, bumped_at = excluded.bumped_at, linked_at = now()
      where (l.of_raw_id, l.of_segment, l.score, l.bumped_at)
        is distinct from (excluded.of_raw_id, excluded.of_segment, excluded.score, excluded.bumped_at)
      returning l.raw_id, l.segment
    )
    select coalesce((select json_agg(w) from written w), '[]') as written,
      coalesce((select json_agg(d) from removed d), '[]') as removed`;
  return z.object({ written: z.array(ItemSchema), removed: z.array(ItemSchema) }).parse(rows[0]);
}

/** Makes the links of these items, and of all that leads to them, tell where they lead in the end: by reposts first. */
export async function saveGroups(
  transaction: Queryable,
  version: string,
  items: readonly AssignmentItem[],
): Promise<void> {
  if (items.length === 0) return;
  await transaction`
    with recursive moved as (
      select n.raw_id, n.segment from json_to_recordset(${
    itemsJson(items)
  }::text::json) as n (raw_id bigint, segment integer)
      union
      select l.raw_id, l.segment
      from moved m
      join assignment_links l on l.of_raw_id = m.raw_id and l.of_segment = m.segment and l.pipeline_version = ${version}
    ), way as (
      select m.raw_id, m.segment, m.raw_id as at_raw_id, m.segment as at_segment, 0 as steps from moved m
      union
      select w.raw_id, w.segment, n.of_raw_id, n.of_segment, w.steps + 1
      from way w
      cross join lateral (
        select l.of_raw_id, l.of_segment from assignment_links l
        where l.pipeline_version = ${version} and l.raw_id = w.at_raw_id and l.segment = w.at_segment
        order by l.kind = 'repost' desc limit 1
      ) n
      where w.steps < ${LONGEST_WAY}
    ), ends as (
      select distinct on (raw_id, segment) raw_id, segment, at_raw_id, at_segment from way order by raw_id, segment, steps desc
    )
    update assignment_links l set group_raw_id = e.at_raw_id, group_segment = e.at_segment
    from ends e
    where l.pipeline_version = ${version} and l.raw_id = e.raw_id and l.segment = e.segment
      and (l.group_raw_id, l.group_segment) is distinct from (e.at_raw_id, e.at_segment)`;
}

function itemsJson(items: readonly AssignmentItem[]): string {
  return JSON.stringify(items.map((item) => ({ raw_id: item.rawId, segment: item.segment })));
}

/** Deletes the links of segments that their posts have no more. */
export async function deleteStrayLinks(
  transaction: Queryable,
  version: string,
  rawIds: readonly number[],
): Promise<AssignmentItem[]> {
  const rows = await transaction`
    delete from assignment_links l
    where l.pipeline_version = ${version} and l.raw_id = any (${`{${rawIds.join(",")}}`}::text::bigint[])
      and not exists (
        select from assignment_keys k
        where k.pipeline_version = l.pipeline_version and k.raw_id = l.raw_id and k.segment = l.segment
      )
    returning l.raw_id, l.segment`;
  return z.array(ItemSchema).parse([...rows]);
}

/**
 * Which of these items repeat one that people were told of: the first post or an earlier repost of it has messages in the outbox, or is
 * one of these items itself.
 */
export async function loadToldReposts(
  transaction: Queryable,
  version: string,
  items: readonly AssignmentItem[],
): Promise<AssignmentItem[]> {
  const rows = await transaction`
    with items as materialized (
      select * from json_to_recordset(${itemsJson(items)}::text::json) as n (raw_id bigint, segment integer)
    )
    select n.raw_id, n.segment
    from items n
    join assignment_links l on l.pipeline_version = ${version} and l.raw_id = n.raw_id and l.segment = n.segment
      and l.kind = 'repost'
    join telegram_messages_raw r on r.id = n.raw_id
    where exists (
      select from (
        select l.of_raw_id as raw_id, l.of_segment as segment
        union all
        select o.raw_id, o.segment
        from assignment_links o
        join telegram_messages_raw e on e.id = o.raw_id and (e.message_date, e.id) < (r.message_date, r.id)
        where o.of_raw_id = l.of_raw_id and o.of_segment = l.of_segment and o.pipeline_version = l.pipeline_version
          and o.kind = 'repost'
      ) earlier
      where exists (select from outbox b where b.raw_id = earlier.raw_id and b.segment = earlier.segment)
        or exists (select from items i where i.raw_id = earlier.raw_id and i.segment = earlier.segment)
    )`;
  return z.array(ItemSchema).parse([...rows]);
}
