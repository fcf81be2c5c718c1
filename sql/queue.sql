-- The queue: one lease protocol, as functions that any client of the database can call.
--
--   enqueue       queue_enqueue          raw messages -> pending jobs of a version, one page a call
--                 queue_enqueue_messages the same for single messages, in the transaction that stores them
--   claim         queue_claim            pending -> processing, with the text to read
--   complete      queue_complete         processing -> ok | skipped | failed | pending; late results are refused
--   both          queue_complete_and_claim   in one statement: one round trip, one commit
--   keep          queue_extend_leases    the heartbeat
--   rescue        queue_rescue           processing -> pending where the lease ran out
--   end           queue_remaining        what a one-shot drain still has to wait for
--
-- The fence is claim_id: drawn anew by each claim, and it must still match when the result is written.

-- The raw messages of a window in the order of their ids, a page at a time. With p_max_messages_per_channel only the newest
-- ones of each channel; with p_raw_ids only these, of any window.
drop function if exists queue_window(bigint[], timestamptz, timestamptz, integer, bigint, integer); -- else the new parameter would make another beside it
create or replace function queue_window(
  p_channel_ids bigint[],
  p_since timestamptz,
  p_until timestamptz,
  p_max_messages_per_channel integer,
  p_after_raw_id bigint,
  p_page_size integer,
  p_raw_ids bigint[] default null
) returns table (raw_id bigint, is_post boolean, is_deleted boolean, text_sha256 bytea)
language plpgsql stable as $$
begin
  if p_raw_ids is not null then
    return query
      select r.id, r.kind = 'message', r.deleted_at is not null, r.text_sha256
      from telegram_messages_raw r
      where r.id = any (p_raw_ids) and r.id > p_after_raw_id
      order by r.id
      limit p_page_size;
  elsif p_max_messages_per_channel is null then
    return query
      select r.id, r.kind = 'message', r.deleted_at is not null, r.text_sha256
      from telegram_messages_raw r
      where r.id > p_after_raw_id
        and (p_channel_ids is null or r.channel_id = any (p_channel_ids))
        and (p_since is null or r.message_date >= p_since)
        and (p_until is null or r.message_date < p_until)
      order by r.id
      limit p_page_size;
  else
    return query
      select n.id, n.kind = 'message', n.deleted_at is not null, n.text_sha256
      from telegram_channels c
      cross join lateral (
        select r.id, r.kind, r.deleted_at, r.text_sha256
        from telegram_messages_raw r
        where r.channel_id = c.channel_id
          and (p_since is null or r.message_date >= p_since)
          and (p_until is null or r.message_date < p_until)
        order by r.message_id desc
        limit p_max_messages_per_channel
      ) n
      where (p_channel_ids is null or c.channel_id = any (p_channel_ids)) and n.id > p_after_raw_id
      order by n.id
      limit p_page_size;
  end if;
end
$$;

-- Enqueues one page of a window, or of some messages, and says what became of each message in it; last_raw_id is null when there are no more.
-- A row in flight is never touched. Unforced, a finished row is due again when the message's text is not the one it was made
-- from, when it failed, or when the message it was skipped for as deleted is back; forced, always.
drop function if exists queue_enqueue(text, bigint[], timestamptz, timestamptz, integer, boolean, bigint, integer); -- else the new parameter would make another beside it
create or replace function queue_enqueue(
  p_pipeline_version text,
  p_channel_ids bigint[],
  p_since timestamptz,
  p_until timestamptz,
  p_max_messages_per_channel integer,
  p_force boolean,
  p_after_raw_id bigint,
  p_page_size integer,
  p_raw_ids bigint[] default null
) returns table (
  scanned integer,
  inserted integer,
  reset integer,
  kept integer,
  already_queued integer,
  deleted integer,
  not_posts integer,
  last_raw_id bigint
)
language plpgsql as $$
#variable_conflict use_column
declare
  posts bigint[];
begin
  with page as materialized (
    select * from queue_window(p_channel_ids, p_since, p_until, p_max_messages_per_channel, p_after_raw_id, p_page_size, p_raw_ids)
  ), fresh as (
    insert into telegram_extractions (raw_id, pipeline_version, wanted_sha256)
    select page.raw_id, p_pipeline_version, page.text_sha256 from page where is_post and not is_deleted order by page.raw_id
    on conflict do nothing
    returning 1
  )
  select count(*), count(*) filter (where is_deleted and is_post), count(*) filter (where not is_post), max(page.raw_id),
    array_agg(page.raw_id) filter (where is_post and not is_deleted), (select count(*) from fresh)
  into scanned, deleted, not_posts, last_raw_id, posts, inserted
  from page;

  -- An edit may have been under way: the insert waited for it (through the foreign key) with the text of an older snapshot. From
  -- here on the foreign key's lock keeps edits of these messages out until we commit.
  if inserted > 0 then
    update telegram_extractions e
    set wanted_sha256 = r.text_sha256
    from telegram_messages_raw r
    where e.pipeline_version = p_pipeline_version and e.created_at = now() and e.status = 'pending'
      and r.id = e.raw_id and r.id > p_after_raw_id and r.id <= last_raw_id
      and e.wanted_sha256 <> r.text_sha256;
  end if;

  reset := 0;
  kept := 0;
  already_queued := scanned - deleted - not_posts - inserted;
  if already_queued > 0 then
    with finished as (
      -- wanted_sha256 is compared, not the page's text: every edit keeps it right, and the page is as old as its snapshot.
      select e.raw_id,
        p_force
          or e.status = 'failed'
          or e.skip_reason is not distinct from 'deleted'
          or e.content_sha256 is distinct from e.wanted_sha256 as is_due
      from telegram_extractions e
      where e.raw_id = any (posts) and e.pipeline_version = p_pipeline_version and e.status in ('ok', 'skipped', 'failed')
      for update of e skip locked
    ), restarted as (
      update telegram_extractions e
      set status = 'pending', skip_reason = null, attempts = 0, lost_leases = 0, run_after = now(),
        updated_at = now()
      from finished
      where e.raw_id = finished.raw_id and e.pipeline_version = p_pipeline_version and finished.is_due
      returning 1
    )
    select (select count(*) from restarted), count(*) filter (where not is_due)
    into reset, kept
    from finished;
    already_queued := already_queued - reset - kept;
  end if;
  if scanned < p_page_size then
    last_raw_id := null;
  end if;
  return next;
end
$$;

-- Enqueues single messages that have just been stored, in the transaction that stores them. Deleted ones and those that are no posts are left
-- out. A finished row is due again when the text is not the one it was made from, or when the message it was skipped for as deleted is
-- back. The messages stay locked until we commit, so that an edit by somebody else comes before or after, never in between.
create or replace function queue_enqueue_messages(p_pipeline_version text, p_channel_id bigint, p_message_ids bigint[])
returns table (inserted integer, reset integer)
language sql as $$
  with posts as materialized (
    select r.id, r.text_sha256
    from telegram_messages_raw r
    where r.channel_id = p_channel_id and r.message_id = any (p_message_ids) and r.kind = 'message' and r.deleted_at is null
    order by r.id
    for share
  ), fresh as (
    insert into telegram_extractions (raw_id, pipeline_version, wanted_sha256)
    select posts.id, p_pipeline_version, posts.text_sha256 from posts order by posts.id
    on conflict do nothing
    returning 1
  ), outdated as materialized (
    select e.raw_id, posts.text_sha256
    from posts
    join telegram_extractions e on e.raw_id = posts.id
    where e.pipeline_version = p_pipeline_version and e.status in ('ok', 'skipped', 'failed')
      and (e.content_sha256 is distinct from posts.text_sha256 or e.skip_reason = 'deleted')
    order by e.raw_id
    for update of e
  ), restarted as (
    update telegram_extractions e
    set status = 'pending', skip_reason = null, attempts = 0, lost_leases = 0, run_after = now(),
      wanted_sha256 = outdated.text_sha256, updated_at = now()
    from outdated
    where e.raw_id = outdated.raw_id and e.pipeline_version = p_pipeline_version
    returning 1
  )
  select (select count(*) from fresh)::integer, (select count(*) from restarted)::integer
$$;

-- Claims up to p_limit due jobs, the one that has waited longest first, and hands out the text as it stands. From then on that is
-- the text the job wants: one that was changed by hand, without a word to its jobs, must not come back as edited for ever. An edit
-- that is not committed yet corrects it after us; one that is newer than our snapshot has made the job's row newer too, and a row
-- newer than the snapshot is not claimed.
drop function if exists queue_claim(text, text, integer, double precision); -- its columns cannot be changed in place
create or replace function queue_claim(
  p_pipeline_version text,
  p_worker text,
  p_limit integer,
  p_lease_seconds double precision
) returns table (
  raw_id bigint,
  claim_id bigint,
  attempts smallint,
  text_sha256 bytea,
  raw_text text,
  is_forward boolean,
  is_reply boolean,
  message_date timestamptz,
  deleted_at timestamptz,
  channel_id bigint,
  channel_link text,
  channel_title text
)
language sql as $$
  update telegram_extractions e
  set status = 'processing', attempts = e.attempts + 1, claim_id = nextval('telegram_extractions_claim_id_seq'),
    worker = p_worker, lease_expires_at = clock_timestamp() + p_lease_seconds * interval '1 second',
    wanted_sha256 = r.text_sha256, updated_at = now()
  from telegram_messages_raw r
  join telegram_channels ch on ch.channel_id = r.channel_id
  where r.id = e.raw_id and e.ctid = any (array(
    select d.ctid
    from telegram_extractions d
    where d.pipeline_version = p_pipeline_version and d.status = 'pending' and d.run_after <= now()
    order by d.run_after, d.raw_id
    limit p_limit
    for update skip locked
  ))
  returning e.raw_id, e.claim_id, e.attempts, r.text_sha256, r.raw_text, r.is_forward, r.is_reply, r.message_date, r.deleted_at,
    ch.channel_id, ch.channel_link, ch.title
$$;

-- Writes results: a JSON array of
--   {raw_id, claim_id, text_sha256 (hexadecimal, of the text that was read), outcome: ok|skipped|failed|retry|release,
--    output?, skip_reason?, error?, meta?, run_after_ms?, keeps_attempt?, model?, prompt_tokens?, completion_tokens?,
--    cost_usd?, latency_ms?}
-- and returns one row an accepted result with what was stored: its outcome, or `edited` where the text changed meanwhile and
-- the job is pending again with fresh attempts. A result that is not returned came too late and changed nothing.
-- What a try used up is kept as the finishing one tells it, null where it tells nothing: no figure of an earlier output stays.
-- Whether the text changed is asked of the locked row itself (e), never of a joined copy: a copy would be as old as the
-- statement's snapshot when an edit commits in between.
create or replace function queue_complete(p_pipeline_version text, p_results json)
returns table (raw_id bigint, claim_id bigint, outcome text)
language sql as $$
  update telegram_extractions e
  set
    status = case when e.wanted_sha256 <> n.read_sha256 or n.outcome in ('retry', 'release') then 'pending' else n.outcome end,
    skip_reason = case when e.wanted_sha256 = n.read_sha256 and n.outcome = 'skipped' then n.skip_reason end,
    attempts = case
      when e.wanted_sha256 <> n.read_sha256 then 0
      when n.outcome = 'release' or n.keeps_attempt then greatest(e.attempts - 1, 0)
      else e.attempts
    end,
    lost_leases = case when e.wanted_sha256 <> n.read_sha256 then 0 else e.lost_leases end,
    run_after = case
      when e.wanted_sha256 <> n.read_sha256 then now()
      when n.outcome = 'retry' then now() + coalesce(n.run_after_ms, 0) * interval '1 millisecond'
      else e.run_after
    end,
    claim_id = null,
    worker = null,
    lease_expires_at = null,
    content_sha256 = case when e.wanted_sha256 = n.read_sha256 and n.is_final then n.read_sha256 else e.content_sha256 end,
    canonical_json = case when e.wanted_sha256 = n.read_sha256 and n.outcome = 'ok' then n.output else e.canonical_json end,
    error_json = case when e.wanted_sha256 <> n.read_sha256 or n.outcome = 'release' then e.error_json else n.error end,
    meta = case when e.wanted_sha256 = n.read_sha256 then coalesce(n.meta, e.meta) else e.meta end,
    llm_model = case when e.wanted_sha256 = n.read_sha256 and n.is_final then n.model else e.llm_model end,
    prompt_tokens = case when e.wanted_sha256 = n.read_sha256 and n.is_final then n.prompt_tokens else e.prompt_tokens end,
    completion_tokens = case when e.wanted_sha256 = n.read_sha256 and n.is_final then n.completion_tokens else e.completion_tokens end,
    cost_usd = case when e.wanted_sha256 = n.read_sha256 and n.is_final then n.cost_usd else e.cost_usd end,
    latency_ms = case when e.wanted_sha256 = n.read_sha256 and n.is_final then n.latency_ms else e.latency_ms end,
    updated_at = now()
  from (
    select r.*, decode(r.text_sha256, 'hex') as read_sha256, r.outcome in ('ok', 'skipped', 'failed') as is_final
    from json_to_recordset(p_results) as r (
      raw_id bigint, claim_id bigint, text_sha256 text, outcome text, output jsonb, skip_reason text, error jsonb, meta jsonb,
      run_after_ms double precision, keeps_attempt boolean, model text, prompt_tokens integer, completion_tokens integer,
      cost_usd numeric, latency_ms integer
    )
  ) n
  where e.raw_id = n.raw_id and e.pipeline_version = p_pipeline_version and e.claim_id = n.claim_id and e.status = 'processing'
  returning e.raw_id, n.claim_id, case when e.wanted_sha256 <> n.read_sha256 then 'edited' else n.outcome end
$$;

-- Writes the results of one batch and claims the next: one round trip, one commit.
create or replace function queue_complete_and_claim(
  p_pipeline_version text,
  p_results json,
  p_worker text,
  p_limit integer,
  p_lease_seconds double precision
) returns table (completed json, claimed json)
language plpgsql as $$
begin
  completed := (select json_agg(c) from queue_complete(p_pipeline_version, p_results) c);
  claimed := (select json_agg(c) from queue_claim(p_pipeline_version, p_worker, p_limit, p_lease_seconds) c);
  return next;
end
$$;

-- The heartbeat: gives the leases of these claims more time and returns the claims that are no longer held.
create or replace function queue_extend_leases(
  p_pipeline_version text,
  p_raw_ids bigint[],
  p_claim_ids bigint[],
  p_lease_seconds double precision
) returns setof bigint
language sql as $$
  with held as (
    select h.raw_id, h.claim_id, j.claim_id is not distinct from h.claim_id as is_held
    from unnest(p_raw_ids, p_claim_ids) as h (raw_id, claim_id)
    left join telegram_extractions j on j.raw_id = h.raw_id and j.pipeline_version = p_pipeline_version
  ), unlocked as (
    select e.ctid
    from held
    join telegram_extractions e on e.raw_id = held.raw_id and e.pipeline_version = p_pipeline_version
    where e.claim_id = held.claim_id
    for update of e skip locked
  ), extended as (
    update telegram_extractions e
    set lease_expires_at = clock_timestamp() + p_lease_seconds * interval '1 second'
    where e.ctid = any (array(select unlocked.ctid from unlocked))
  )
  select held.claim_id from held where not held.is_held
$$;

-- Returns the jobs of this version whose lease ran out to pending. A lost lease gives its attempt back, but a job that keeps
-- taking its workers down fails after p_max_lost_leases.
create or replace function queue_rescue(p_pipeline_version text, p_max_lost_leases integer)
returns table (rescued integer, failed integer)
language sql as $$
  with lapsed as (
    select e.ctid
    from telegram_extractions e
    where e.pipeline_version = p_pipeline_version and e.status = 'processing' and e.lease_expires_at < clock_timestamp()
    for update skip locked
  ), returned as (
    update telegram_extractions e
    set status = case when e.lost_leases + 1 >= p_max_lost_leases then 'failed' else 'pending' end,
      attempts = greatest(e.attempts - 1, 0),
      lost_leases = e.lost_leases + 1,
      run_after = now(),
      claim_id = null,
      worker = null,
      lease_expires_at = null,
      error_json = case when e.lost_leases + 1 >= p_max_lost_leases then jsonb_build_object(
        'error', 'lease_lost',
        'message', format('The lease ran out %s times: the worker crashed or froze on this job each time', e.lost_leases + 1)
      ) else e.error_json end,
      updated_at = now()
    where e.ctid = any (array(select lapsed.ctid from lapsed))
    returning e.status
  )
  select count(*) filter (where status = 'pending')::integer, count(*) filter (where status = 'failed')::integer from returned
$$;

-- What is left of a version: due now, due within p_horizon_seconds, due later, leased; and when the next one falls due.
create or replace function queue_remaining(p_pipeline_version text, p_horizon_seconds double precision)
returns table (due bigint, due_soon bigint, due_later bigint, leased bigint, next_run_after timestamptz, database_now timestamptz)
language sql stable as $$
  select
    count(*) filter (where e.status = 'pending' and e.run_after <= now()),
    count(*) filter (where e.status = 'pending' and e.run_after > now()
      and e.run_after <= now() + p_horizon_seconds * interval '1 second'),
    count(*) filter (where e.status = 'pending' and e.run_after > now() + p_horizon_seconds * interval '1 second'),
    count(*) filter (where e.status = 'processing'),
    min(e.run_after) filter (where e.status = 'pending'),
    now()
  from telegram_extractions e
  where e.pipeline_version = p_pipeline_version and e.status in ('pending', 'processing')
$$;

-- A Supabase database offers every function of the public schema over HTTP: nobody but the owner may call these.
do $$
declare
  queue_function regprocedure;
  grantee text;
begin
  for queue_function in
    select p.oid from pg_proc p where p.pronamespace = current_schema()::regnamespace and p.proname like 'queue\_%'
  loop
    execute format('revoke execute on function %s from public', queue_function);
    for grantee in select rolname from pg_roles where rolname in ('anon', 'authenticated') loop
      execute format('revoke execute on function %s from %I', queue_function, grantee);
    end loop;
  end loop;
end
$$;
