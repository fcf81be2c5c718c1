-- Brings the rows of the seed's tables into those of 0001_messages_and_extractions.sql, in the transaction that has just made
-- these. The old tables were moved to a schema of their own and are only read; lib/store/adopt_seed_tables.ts has laid views
-- over them that show every column as text, null where a database lacks it:
--
--   seed_channels, seed_messages, seed_extractions, seed_runs, seed_progress
--   seed_links      each way in which a chat is named, and what our reader of references makes of it
--   seed_leftovers  takes a line for each row that cannot be brought over, with the reason
--   seed_report     takes the counts of each table: rows = adopted + merged + left
--
-- The rules
--   chat        a message's channel_id; else the number that its link is; else that of the link's row in telegram_channels; else
--               the only one among the messages of that link; else that of the same link in another spelling. Numbers without a
--               mark are channels'.
--   message     (channel_id, message_id): of several rows (a renamed channel has one a link) the one with the newest text stays,
--               by edit_date or message_date, then the one seen last. Other texts become revisions. It counts as deleted if
--               the row that was looked at last says so. Ids stay.
--   extraction  (message, version): of several the one that is ok stays, else the one written last. Its message is the one that
--               stayed; the text it has read is that of its own row, so it is due again if another text stayed.
--   version     what has outputs is recorded as the seed's, so that nothing else is mixed with it unasked

create function pg_temp.whole(written text) returns bigint language sql immutable as
  $$ select case when written ~ '^-?\d{1,18}$' then written::bigint end $$;
create function pg_temp.count_of(written text) returns integer language sql immutable as
  $$ select case when written ~ '^\d{1,9}$' then written::integer end $$;
create function pg_temp.marked_id(written text) returns bigint language sql immutable as
  $$ select case when pg_temp.whole(written) > 0 then -(1000000000000 + written::bigint) else nullif(pg_temp.whole(written), 0) end $$;

-- chats -------------------------------------------------------------------------------------------------------------

create temporary table seed_chats on commit drop as
with named as (
  select l.channel_link, l.link, c.title, m.last_seen_at,
    coalesce(l.channel_id, pg_temp.marked_id(c.channel_id), m.only_id) as channel_id
  from seed_links l
  left join seed_channels c on c.channel_link = l.channel_link
  left join (
    select channel_link, max(last_seen_at::timestamptz) as last_seen_at,
      case when min(pg_temp.marked_id(channel_id)) = max(pg_temp.marked_id(channel_id))
        then min(pg_temp.marked_id(channel_id)) end as only_id
    from seed_messages group by channel_link
  ) m on m.channel_link = l.channel_link
)
select channel_link, link, title, last_seen_at,
  coalesce(channel_id, case when min(channel_id) over same = max(channel_id) over same then min(channel_id) over same end)
    as channel_id
from named
window same as (partition by coalesce(link, channel_link));

create temporary table seed_message_map on commit drop as
with found as (
  select m.id, pg_temp.whole(m.id) as raw_id, pg_temp.whole(m.message_id) as message_id, m.channel_link,
    coalesce(pg_temp.marked_id(m.channel_id), c.channel_id) as channel_id,
    coalesce(m.edit_date, m.message_date)::timestamptz as text_at,
    coalesce(m.first_seen_at, m.last_seen_at)::timestamptz as first_seen_at,
    coalesce(m.last_seen_at, m.first_seen_at)::timestamptz as last_seen_at,
    m.deleted_at::timestamptz as deleted_at,
    sha256(convert_to(coalesce(m.raw_text, ''), 'UTF8')) as text_sha256
  from seed_messages m
  left join seed_chats c on c.channel_link = m.channel_link
), judged as (
  select *,
    case
      when raw_id is null then 'its id is no number'
      when message_id is null then 'its message_id is no number'
      when channel_id is null then 'the id of its chat is not known'
    end as obstacle
  from found
)
select *,
  case when obstacle is null then first_value(raw_id) over newest end as stays_as,
  min(first_seen_at) over same as seen_first_at,
  max(last_seen_at) over same as seen_last_at,
  first_value(deleted_at) over looked_at_last as gone_at
from judged
window
  same as (partition by obstacle, channel_id, message_id),
  newest as (partition by obstacle, channel_id, message_id order by text_at desc nulls last, last_seen_at desc nulls last, raw_id desc),
  looked_at_last as (
    partition by obstacle, channel_id, message_id order by greatest(last_seen_at, deleted_at) desc nulls last, raw_id desc
  );
analyze seed_message_map;

insert into telegram_channels (channel_id, channel_link, title, chat_type, first_seen_at, last_seen_at)
with chats as (
  select channel_id, (array_agg(link order by last_seen_at desc nulls last, link) filter (where link is not null))[1] as link,
    (array_agg(title order by last_seen_at desc nulls last, link) filter (where title is not null))[1] as title,
    max(last_seen_at) as link_seen_at
  from seed_chats where channel_id is not null group by channel_id
), seen as (
  select channel_id, min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at
  from seed_message_map where obstacle is null group by channel_id
)
select channel_id,
  case when row_number() over (partition by link order by link_seen_at desc nulls last, channel_id) = 1 then link end,
  title, 'other', coalesce(first_seen_at, now()), coalesce(last_seen_at, now())
from chats full join seen using (channel_id);

insert into seed_leftovers (table_name, row_id, reason)
select 'telegram_channels', channel_link, 'its channel_id is not known'
from seed_channels left join seed_chats using (channel_link) where seed_chats.channel_id is null;
insert into seed_report
select 'telegram_channels', count(*), count(distinct c.channel_id), count(c.channel_id) - count(distinct c.channel_id),
  count(*) - count(c.channel_id)
from seed_channels left join seed_chats c using (channel_link);

-- messages ----------------------------------------------------------------------------------------------------------

insert into telegram_messages_raw (
  id, channel_id, message_id, kind, message_date, edit_date, sender_id, is_forward, is_reply, reply_to_message_id, raw_text,
  entities_json, media_json, views, forwards, reply_count, message_json, first_seen_at, last_seen_at, deleted_at
) overriding system value
select p.raw_id, p.channel_id, p.message_id,
  case
    when m.message_date is null or m.message_json::jsonb ->> '_' = 'MessageEmpty' then 'unsupported'
    when m.message_json::jsonb ->> '_' = 'MessageService' then 'service'
    else 'message'
  end,
  m.message_date::timestamptz, m.edit_date::timestamptz, pg_temp.whole(m.sender_id),
  coalesce(m.is_forward::boolean, false), coalesce(m.is_reply::boolean, false),
  pg_temp.whole(m.message_json::jsonb #>> '{reply_to,reply_to_msg_id}'), coalesce(m.raw_text, ''),
  nullif(m.entities_json, 'null')::json, nullif(m.media_json, 'null')::json,
  pg_temp.count_of(m.views), pg_temp.count_of(m.forwards), pg_temp.count_of(m.reply_count),
  coalesce(m.message_json, '{}')::json, coalesce(p.seen_first_at, now()), coalesce(p.seen_last_at, now()), p.gone_at
from seed_message_map p
join seed_messages m on m.id = p.id
where p.stays_as = p.raw_id
order by p.raw_id;
select setval(pg_get_serial_sequence('telegram_messages_raw', 'id'), max(id)) from telegram_messages_raw having count(*) > 0;

insert into telegram_message_revisions (raw_id, revised_at, text_sha256, raw_text, message_json, superseded_at)
select p.stays_as, coalesce(p.text_at, p.first_seen_at, now()), p.text_sha256, coalesce(m.raw_text, ''),
  coalesce(m.message_json, '{}')::json, coalesce(p.seen_last_at, now())
from seed_message_map p
join seed_message_map stayed on stayed.raw_id = p.stays_as
join seed_messages m on m.id = p.id
where p.stays_as <> p.raw_id and p.text_sha256 <> stayed.text_sha256
on conflict do nothing;

insert into seed_leftovers (table_name, row_id, reason)
select 'telegram_messages_raw', id, obstacle from seed_message_map where obstacle is not null;
insert into seed_report
select 'telegram_messages_raw', count(*), count(*) filter (where stays_as = raw_id), count(*) filter (where stays_as <> raw_id),
  count(*) filter (where obstacle is not null)
from seed_message_map;

-- versions and their outputs ----------------------------------------------------------------------------------------

create temporary table seed_extraction_map on commit drop as
with found as (
  select e.id, e.raw_id, m.stays_as, m.text_sha256, e.status, e.updated_at::timestamptz as written_at,
    -- A name that ours may not have is rewritten, with a part of its hash, so that two stay two.
    case
      when e.pipeline_version ~ '^[A-Za-z0-9][A-Za-z0-9_.:+-]{0,99}$' then e.pipeline_version
      else 'v' || left(regexp_replace(e.pipeline_version, '[^A-Za-z0-9_.:+-]', '_', 'g'), 80) || '.'
        || left(md5(e.pipeline_version), 8)
    end as version,
    case
      when coalesce(e.pipeline_version, '') = '' then 'it names no version'
      when m.id is null then 'there is no such message'
      when m.obstacle is not null then 'its message could not be brought over'
    end as obstacle,
    coalesce(e.status = 'ok' and jsonb_typeof(e.canonical_json::jsonb) = 'object', false) as has_output
  from seed_extractions e
  left join seed_message_map m on m.raw_id = pg_temp.whole(e.raw_id)
)
select *,
  case when obstacle is null then row_number() over (
    partition by obstacle, stays_as, version order by has_output desc, written_at desc nulls last, pg_temp.whole(id) desc nulls last
  ) end as place
from found;
analyze seed_extraction_map;

insert into pipeline_versions (version, extractor, model, fingerprint, created_at, recorded_at)
select p.version,
  case when bool_or(p.status in ('ok', 'failed')) then 'llm' end,
  case when count(distinct e.llm_model) = 1 then min(e.llm_model) end,
  case when bool_or(p.status in ('ok', 'failed')) then jsonb_build_object(
    'adopted', 'from the seed''s tables',
    'prompt', case count(distinct e.meta::jsonb #>> '{prompt,sha256}')
      when 0 then 'unknown'
      when 1 then 'sha256:' || min(e.meta::jsonb #>> '{prompt,sha256}')
      else count(distinct e.meta::jsonb #>> '{prompt,sha256}') || ' different ones'
    end
  ) end,
  coalesce(min(e.created_at::timestamptz), now()),
  case when bool_or(p.status in ('ok', 'failed')) then coalesce(min(e.created_at::timestamptz), now()) end
from seed_extraction_map p
join seed_extractions e on e.id = p.id
where p.obstacle is null
group by p.version;

insert into telegram_extractions (
  raw_id, pipeline_version, status, skip_reason, attempts, wanted_sha256, content_sha256, llm_model, canonical_json, error_json,
  meta, created_at, updated_at
)
select p.stays_as, p.version, n.status,
  case when n.status = 'skipped' then coalesce(n.meta ->> 'reason', n.error ->> 'reason', n.error ->> 'error', 'unknown') end,
  least(coalesce(pg_temp.count_of(n.meta ->> 'attempt'), 0), 32767),
  r.text_sha256,
  case when n.status in ('ok', 'skipped', 'failed') then p.text_sha256 end,
  e.llm_model,
  n.output,
  case
    when n.status = 'ok' then null
    when n.status = 'failed' and p.status = 'ok' then
      '{"error": "adopted_without_output", "message": "The row was ok but holds no output; enqueue its version again"}'
    when n.status = 'failed' then coalesce(n.error, '{"error": "unknown", "message": "The row names no error"}')
    else n.error
  end,
  case when n.is_changed then coalesce(n.meta, '{}') || jsonb_build_object('seed', jsonb_strip_nulls(jsonb_build_object(
    'status', p.status, 'pipeline_version', e.pipeline_version, 'error_json', e.error_json::jsonb,
    'canonical_json', case when n.output is null then e.canonical_json::jsonb end, 'meta', case when n.meta is null then e.meta::jsonb end
  ))) else n.meta end,
  coalesce(e.created_at::timestamptz, now()), coalesce(e.updated_at, e.created_at, now()::text)::timestamptz
from seed_extraction_map p
join seed_extractions e on e.id = p.id
join telegram_messages_raw r on r.id = p.stays_as
cross join lateral (
  select
    case
      when p.has_output then 'ok'
      when p.status in ('pending', 'skipped') then p.status
      when p.status = 'processing' then 'pending'
      else 'failed'
    end as status,
    case when jsonb_typeof(e.canonical_json::jsonb) = 'object' then e.canonical_json::jsonb end as output,
    case when jsonb_typeof(e.error_json::jsonb) = 'object' then e.error_json::jsonb end as error,
    case when jsonb_typeof(e.meta::jsonb) = 'object' then e.meta::jsonb end as meta
) v
cross join lateral (
  select v.*,
    v.status is distinct from p.status
      or p.version <> e.pipeline_version
      or (v.status = 'ok' and v.error is not null)
      or coalesce(jsonb_typeof(e.canonical_json::jsonb) not in ('object', 'null'), false)
      or coalesce(jsonb_typeof(e.error_json::jsonb) not in ('object', 'null'), false)
      or coalesce(jsonb_typeof(e.meta::jsonb) not in ('object', 'null'), false) as is_changed
) n
where p.place = 1;

insert into seed_leftovers (table_name, row_id, reason)
select 'telegram_extractions', id, obstacle from seed_extraction_map where obstacle is not null;
insert into seed_report
select 'telegram_extractions', count(*), count(*) filter (where place = 1), count(*) filter (where place > 1),
  count(*) filter (where obstacle is not null)
from seed_extraction_map;

-- runs --------------------------------------------------------------------------------------------------------------

insert into ingestion_runs (id, run_type, status, meta, error_json, started_at, finished_at) overriding system value
select pg_temp.whole(id), run_type,
  case when status in ('ok', 'error', 'cancelled') then status when status = 'running' then 'cancelled' else 'error' end,
  case when jsonb_typeof(meta::jsonb) = 'object' then meta::jsonb else '{}' end || jsonb_build_object('seed_status', status),
  nullif(error_json, 'null')::jsonb,
  coalesce(started_at, created_at, finished_at, now()::text)::timestamptz,
  coalesce(finished_at, updated_at, started_at, now()::text)::timestamptz
from seed_runs
where pg_temp.whole(id) is not null and run_type in ('import', 'backfill', 'tail', 'enqueue', 'recovery_catchup');
select setval(pg_get_serial_sequence('ingestion_runs', 'id'), greatest(max(id), 1)) from ingestion_runs having count(*) > 0;

insert into seed_leftovers (table_name, row_id, reason)
select 'ingestion_runs', id, case when pg_temp.whole(id) is null then 'its id is no number' else 'its run_type is not known' end
from seed_runs where not exists (select from ingestion_runs r where r.id = pg_temp.whole(seed_runs.id));
insert into seed_report
select 'ingestion_runs', count(*), (select count(*) from ingestion_runs), 0, count(*) - (select count(*) from ingestion_runs)
from seed_runs;

create temporary table seed_progress_map on commit drop as
select p.*, r.id as ours, c.channel_id as chat
from seed_progress p
left join ingestion_runs r on r.id = pg_temp.whole(p.run_id)
left join seed_chats l on l.channel_link = p.channel_link
left join telegram_channels c on c.channel_id = coalesce(pg_temp.marked_id(p.channel_id), l.channel_id);

insert into ingestion_run_progress (
  run_id, channel_id, messages_read, messages_new, messages_edited, messages_unchanged, last_message_id, updated_at
)
select ours, chat, inserted + updated + unchanged, inserted, updated, unchanged, last_message_id, updated_at
from (
  select ours, chat, sum(n.inserted) as inserted, sum(n.updated) as updated,
    sum(greatest(coalesce(pg_temp.whole(scanned_count), 0) - n.inserted - n.updated, 0)) as unchanged,
    max(pg_temp.whole(last_message_id)) as last_message_id, coalesce(max(updated_at::timestamptz), now()) as updated_at
  from seed_progress_map
  cross join lateral (
    select coalesce(pg_temp.count_of(inserted_count), 0) as inserted, coalesce(pg_temp.count_of(updated_count), 0) as updated
  ) n
  where ours is not null and chat is not null
  group by ours, chat
) summed;

insert into seed_leftovers (table_name, row_id, reason)
select 'ingestion_run_progress', concat_ws(' ', run_id, channel_link, channel_id),
  case when ours is null then 'its run was not brought over' else 'the id of its chat is not known' end
from seed_progress_map where ours is null or chat is null;
insert into seed_report
select 'ingestion_run_progress', count(*), (select count(*) from ingestion_run_progress),
  count(*) filter (where ours is not null and chat is not null) - (select count(*) from ingestion_run_progress),
  count(*) filter (where ours is null or chat is null)
from seed_progress_map;

drop function pg_temp.whole(text), pg_temp.count_of(text), pg_temp.marked_id(text);
