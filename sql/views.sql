-- What the product serves: the outputs of the version promoted last, one row a segment. Promotion and rollback change
-- pipeline_versions.promoted_at, and this view follows at once. A row that is being extracted again keeps showing its last good
-- output until the next success.
--
-- A segment's number is its place among the assignments of its post, those counted that could not be read and are left out here: it does
-- not move when another one fails or succeeds. It may move when the post itself is edited; segment_code then tells which is which.
--
-- What was offered stays visible: status tells whether it still is, computed from the post as it stands, so that a post that is back, or
-- edited back, is open again by itself. Other posts of the same assignment are told by assignment_links: a repost names the first post,
-- which it bumps, and group_id is the same for all posts of one assignment, whichever agency they are of.
--
-- A new column comes last: a database that has the view already can only add columns at its end.
create or replace view live_assignments with (security_invoker = true) as
select
  e.raw_id,
  s.segment,
  e.pipeline_version,
  r.channel_id,
  c.channel_link,
  c.title as channel_title,
  r.message_id,
  r.message_date,
  s.assignment ->> 'assignment_code' as assignment_code,
  s.assignment ->> 'academic_display_text' as academic_display_text,
  s.assignment #>> '{learning_mode,mode}' as learning_mode,
  s.assignment -> 'address' as address,
  s.assignment -> 'postal_code' as postal_code,
  s.assignment -> 'nearest_mrt' as nearest_mrt,
  s.assignment -> 'lesson_schedule' as lesson_schedule,
  s.assignment ->> 'start_date' as start_date,
  (s.assignment #>> '{rate,min}')::numeric as rate_min,
  (s.assignment #>> '{rate,max}')::numeric as rate_max,
  s.assignment #>> '{rate,raw_text}' as rate_text,
  s.assignment ->> 'additional_remarks' as additional_remarks,
  s.assignment as canonical_json,
  r.raw_text,
  e.updated_at,
  s.code as segment_code,
  s.assignment ->> 'post_status' as post_status,
  t.status,
  case
    when r.deleted_at is not null then 'deleted'
    when e.status = 'skipped' then 'no assignment any more'
    when s.assignment ->> 'post_status' in ('closed', 'taken') then 'post says so'
  end as closed_reason,
  (
    select max(b.bumped_at) from assignment_links b
    where b.of_raw_id = e.raw_id and b.of_segment = s.segment and b.pipeline_version = e.pipeline_version and b.kind = 'repost'
  ) as bumped_at,
  (
    select count(b.bumped_at)::integer from assignment_links b
    where b.of_raw_id = e.raw_id and b.of_segment = s.segment and b.pipeline_version = e.pipeline_version and b.kind = 'repost'
  ) as bump_count,
  p.of_raw_id as repost_of_raw_id,
  p.of_segment as repost_of_segment,
  coalesce(p.group_raw_id, d.group_raw_id, e.raw_id) || ':' || coalesce(p.group_segment, d.group_segment, s.segment) as group_id,
  d.score as group_score
from telegram_extractions e
join telegram_messages_raw r on r.id = e.raw_id
join telegram_channels c on c.channel_id = r.channel_id
cross join lateral (
  select 0 as segment, e.canonical_json as assignment, null as code
  where coalesce(jsonb_typeof(e.canonical_json -> 'segments'), 'null') <> 'array'
  union all
  select t.position::integer, t.value, e.meta #>> array['compilation', 'segments', (t.position - 1)::text, 'code']
  from jsonb_array_elements(
    case when jsonb_typeof(e.canonical_json -> 'segments') = 'array' then e.canonical_json -> 'segments' else '[]' end
  ) with ordinality as t (value, position)
  where jsonb_typeof(t.value) = 'object'
) s
-- A join, and not an expression, of which the planner would take it that one in 200 rows is open.
join (values (true, 'open'), (false, 'closed')) as t (is_open, status)
  on t.is_open = (
    r.deleted_at is null and e.status <> 'skipped' and coalesce(s.assignment ->> 'post_status', '') not in ('closed', 'taken')
  )
-- The last condition always holds; by it the planner knows that "repost_of_raw_id is null" asks for what has no link, and how many do not.
left join assignment_links p
  on p.pipeline_version = e.pipeline_version and p.raw_id = e.raw_id and p.segment = s.segment and p.kind = 'repost'
    and p.of_raw_id <> p.raw_id
left join assignment_links d
  on d.pipeline_version = e.pipeline_version and d.raw_id = e.raw_id and d.segment = s.segment and d.kind = 'near_duplicate'
where e.pipeline_version = (
    select v.version from pipeline_versions v where v.promoted_at is not null order by v.promoted_at desc, v.version limit 1
  )
  and e.canonical_json is not null;

comment on view live_assignments is 'The promoted version''s outputs, one row a segment (0 where a post is one assignment, else from 1), closed ones too: see status.';
comment on column live_assignments.status is 'open, or closed: computed from the post as it stands.';
comment on column live_assignments.closed_reason is 'deleted, post says so, or no assignment any more, which is what the post became by an edit.';
comment on column live_assignments.bumped_at is 'When it was shown again last, at most once in six hours.';
comment on column live_assignments.repost_of_raw_id is 'The first post of the assignment in this channel, while that is open: this one only shows it again.';
comment on column live_assignments.group_id is 'The same for all posts of one assignment, of whatever agency: raw id and segment of the earliest.';
comment on column live_assignments.group_score is 'How sure it is, up to 1, that this is of one assignment with a post of another agency; null where none is.';
