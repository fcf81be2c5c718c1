-- What the product serves: the outputs of the version promoted last, one row a segment. Promotion and rollback change
-- pipeline_versions.promoted_at, and this view follows at once. A row that is being extracted again keeps showing its last good
-- output until the next success.
--
-- A segment's number is its place among the assignments of its post, those counted that could not be read and are left out here: it does
-- not move when another one fails or succeeds. It may move when the post itself is edited; segment_code then tells which is which.
--
-- A new column comes last: a database that has the view already can only add columns at its end.
create or replace view live_assignments with (security_invoker = true) as
select
  e.raw_id,
  s.segment::integer as segment,
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
  s.assignment ->> 'post_status' as post_status
from telegram_extractions e
join telegram_messages_raw r on r.id = e.raw_id
join telegram_channels c on c.channel_id = r.channel_id
cross join lateral (
  select 0 as segment, e.canonical_json as assignment, null as code
  where coalesce(jsonb_typeof(e.canonical_json -> 'segments'), 'null') <> 'array'
  union all
  select t.position, t.value, e.meta #>> array['compilation', 'segments', (t.position - 1)::text, 'code']
  from jsonb_array_elements(
    case when jsonb_typeof(e.canonical_json -> 'segments') = 'array' then e.canonical_json -> 'segments' else '[]' end
  ) with ordinality as t (value, position)
  where jsonb_typeof(t.value) = 'object'
) s
where e.pipeline_version = (
    select v.version from pipeline_versions v where v.promoted_at is not null order by v.promoted_at desc, v.version limit 1
  )
  and e.canonical_json is not null
  and e.status <> 'skipped'
  and r.deleted_at is null;

comment on view live_assignments is 'The promoted version''s outputs, one row a segment (0 where a post is one assignment, else from 1).';
