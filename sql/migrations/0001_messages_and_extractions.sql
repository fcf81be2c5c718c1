-- Raw messages, their revisions, the versioned extractions, and the runs that wrote them.
-- Every state is a named CHECK; every time is timestamptz; row-level security is on for every table.

-- channels ----------------------------------------------------------------------------------------------------------

create table telegram_channels (
  channel_id bigint not null,
  channel_link text,
  title text,
  chat_type text not null,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  constraint telegram_channels_pkey primary key (channel_id),
  constraint telegram_channels_channel_link_key unique (channel_link),
  constraint telegram_channels_channel_link_check check (channel_link ~ '^t\.me/[a-z][a-z0-9_]{3,31}$'),
  constraint telegram_channels_chat_type_check check (chat_type in (
    'public_channel', 'private_channel', 'public_supergroup', 'private_supergroup', 'private_group',
    'personal_chat', 'bot_chat', 'saved_messages', 'other'
  ))
);
comment on table telegram_channels is 'The chats whose messages are kept.';
comment on column telegram_channels.channel_id is 'Telegram''s marked id: -100... for channels and supergroups.';
comment on column telegram_channels.channel_link is 't.me/name in lower case; a label that may change, null where only the id is known.';

-- raw messages ------------------------------------------------------------------------------------------------------

create table telegram_messages_raw (
  id bigint generated always as identity,
  channel_id bigint not null,
  message_id bigint not null,
  kind text not null,
  message_date timestamptz,
  edit_date timestamptz,
  sender_id bigint,
  sender_name text,
  is_forward boolean not null default false,
  is_reply boolean not null default false,
  reply_to_message_id bigint,
  raw_text text not null,
  -- Hashes the UTF-8 bytes. Doubling the backslashes makes the cast to bytea take every character as it stands; convert_to()
  -- is only stable, so a generated column may not call it.
  text_sha256 bytea not null generated always as (sha256(replace(raw_text, '\', '\\')::bytea)) stored,
  entities_json json,
  media_json json,
  views integer,
  forwards integer,
  reply_count integer,
  message_json json not null,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  deleted_at timestamptz,
  constraint telegram_messages_raw_pkey primary key (id),
  constraint telegram_messages_raw_channel_id_message_id_key unique (channel_id, message_id),
  constraint telegram_messages_raw_channel_id_fkey foreign key (channel_id) references telegram_channels (channel_id),
  constraint telegram_messages_raw_kind_check check (kind in ('message', 'service', 'unsupported')),
  constraint telegram_messages_raw_message_date_check check (message_date is not null or kind = 'unsupported')
);
comment on table telegram_messages_raw is 'The newest state of every message ever seen; superseded texts are in telegram_message_revisions.';
comment on column telegram_messages_raw.message_json is 'The source''s whole record; json, not jsonb, because jsonb drops duplicate keys and refuses lone surrogates.';
-- Messages arrive roughly in order of time, so a block range index finds a window at next to no cost for writes.
create index telegram_messages_raw_message_date_idx on telegram_messages_raw using brin (message_date) with (pages_per_range = 32);

create table telegram_message_revisions (
  raw_id bigint not null,
  revised_at timestamptz not null,
  text_sha256 bytea not null,
  raw_text text not null,
  message_json json not null,
  superseded_at timestamptz not null default now(),
  constraint telegram_message_revisions_pkey primary key (raw_id, revised_at, text_sha256),
  constraint telegram_message_revisions_raw_id_fkey foreign key (raw_id) references telegram_messages_raw (id)
);
comment on table telegram_message_revisions is 'Each superseded text of a message.';
comment on column telegram_message_revisions.revised_at is 'When Telegram says that text was written: its edit date, else the message date.';
comment on column telegram_message_revisions.superseded_at is 'When this store learned of a newer text (or found this older one in an export).';

-- versions and their outputs ----------------------------------------------------------------------------------------

create table pipeline_versions (
  version text not null,
  extractor text,
  model text,
  fingerprint jsonb,
  mixed_with jsonb not null default '[]',
  created_at timestamptz not null default now(),
  recorded_at timestamptz,
  promoted_at timestamptz,
  constraint pipeline_versions_pkey primary key (version),
  constraint pipeline_versions_version_check check (version ~ '^[A-Za-z0-9][A-Za-z0-9_.:+-]{0,99}$'),
  constraint pipeline_versions_extractor_check check (extractor in ('rules', 'llm')),
  constraint pipeline_versions_recorded_check check ((fingerprint is null) = (recorded_at is null) and (extractor is null) = (recorded_at is null)),
  constraint pipeline_versions_mixed_with_check check (jsonb_typeof(mixed_with) = 'array')
);
comment on table pipeline_versions is 'What each version''s outputs were made with. The live version is the one promoted last.';
comment on column pipeline_versions.fingerprint is 'Flat names and values or hashes of all that decides an output; recorded by the first worker that drains the version.';
comment on column pipeline_versions.mixed_with is 'Other fingerprints that drained this version with ALLOW_MIXED_VERSION=1.';
comment on column pipeline_versions.promoted_at is 'Promote: set it to now(). Roll back: set it to null, and the version promoted before is live again.';

create table telegram_extractions (
  raw_id bigint not null,
  pipeline_version text not null,
  status text not null default 'pending',
  skip_reason text,
  attempts smallint not null default 0,
  lost_leases smallint not null default 0,
  run_after timestamptz not null default now(),
  claim_id bigint,
  worker text,
  lease_expires_at timestamptz,
  wanted_sha256 bytea not null,
  content_sha256 bytea,
  llm_model text,
  prompt_tokens integer,
  completion_tokens integer,
  cost_usd numeric(12, 6),
  latency_ms integer,
  canonical_json jsonb,
  error_json jsonb,
  meta jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint telegram_extractions_pkey primary key (raw_id, pipeline_version),
  constraint telegram_extractions_raw_id_fkey foreign key (raw_id) references telegram_messages_raw (id),
  constraint telegram_extractions_pipeline_version_fkey foreign key (pipeline_version) references pipeline_versions (version),
  constraint telegram_extractions_status_check check (status in ('pending', 'processing', 'ok', 'skipped', 'failed')),
  constraint telegram_extractions_lease_check check (
    (status = 'processing') = (claim_id is not null and worker is not null and lease_expires_at is not null)
  ),
  constraint telegram_extractions_ok_check check (
    status <> 'ok' or (canonical_json is not null and content_sha256 is not null and error_json is null)
  ),
  constraint telegram_extractions_skipped_check check ((status = 'skipped') = (skip_reason is not null)),
  constraint telegram_extractions_failed_check check (status <> 'failed' or error_json is not null),
  constraint telegram_extractions_counts_check check (attempts >= 0 and lost_leases >= 0),
  constraint telegram_extractions_canonical_json_check check (jsonb_typeof(canonical_json) = 'object')
)
-- A job is updated twice or thrice in its life and the ready index is hot: vacuum early and without pauses.
with (
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_insert_scale_factor = 0.1,
  autovacuum_analyze_scale_factor = 0.05,
  autovacuum_vacuum_cost_delay = 0
);
comment on table telegram_extractions is 'Versioned work and output: pending -> processing -> ok | skipped | failed; back to pending on release, retry or a lost lease.';
comment on column telegram_extractions.attempts is 'Tries that count against the limit; a released job or a lost lease gives its try back.';
comment on column telegram_extractions.wanted_sha256 is 'The text that should be read; an edit sets it, also while the job is in flight.';
comment on column telegram_extractions.content_sha256 is 'The text that the last finished try read.';
comment on column telegram_extractions.canonical_json is 'The last good output; it stays until the next success.';
create index telegram_extractions_ready_idx on telegram_extractions (pipeline_version, run_after, raw_id) where status = 'pending';
create index telegram_extractions_leased_idx on telegram_extractions (pipeline_version, lease_expires_at) where status = 'processing';

create sequence telegram_extractions_claim_id_seq as bigint;
comment on sequence telegram_extractions_claim_id_seq is 'The fence: each claim draws a number that is never drawn again.';

-- runs --------------------------------------------------------------------------------------------------------------

create table ingestion_runs (
  id bigint generated always as identity,
  run_type text not null,
  status text not null default 'running',
  source text,
  meta jsonb not null default '{}',
  error_json jsonb,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint ingestion_runs_pkey primary key (id),
  constraint ingestion_runs_run_type_check check (run_type in ('import', 'backfill', 'tail', 'enqueue', 'recovery_catchup')),
  constraint ingestion_runs_status_check check (status in ('running', 'ok', 'error', 'cancelled')),
  constraint ingestion_runs_finished_check check ((status = 'running') = (finished_at is null))
);
comment on table ingestion_runs is 'Every run that wrote raw messages or jobs.';

create table ingestion_run_progress (
  run_id bigint not null,
  channel_id bigint not null,
  messages_read bigint not null default 0,
  messages_new bigint not null default 0,
  messages_edited bigint not null default 0,
  messages_refreshed bigint not null default 0,
  messages_unchanged bigint not null default 0,
  messages_older bigint not null default 0,
  messages_duplicate bigint not null default 0,
  messages_rejected bigint not null default 0,
  last_message_id bigint,
  updated_at timestamptz not null default now(),
  constraint ingestion_run_progress_pkey primary key (run_id, channel_id),
  constraint ingestion_run_progress_run_id_fkey foreign key (run_id) references ingestion_runs (id),
  constraint ingestion_run_progress_channel_id_fkey foreign key (channel_id) references telegram_channels (channel_id),
  constraint ingestion_run_progress_totals_check check (
    messages_read = messages_new + messages_edited + messages_refreshed + messages_unchanged + messages_older
      + messages_duplicate + messages_rejected
  )
);
comment on table ingestion_run_progress is 'What a run did to each channel; the totals reconcile by a CHECK.';

-- security ----------------------------------------------------------------------------------------------------------

alter table telegram_channels enable row level security;
alter table telegram_messages_raw enable row level security;
alter table telegram_message_revisions enable row level security;
alter table pipeline_versions enable row level security;
alter table telegram_extractions enable row level security;
alter table ingestion_runs enable row level security;
alter table ingestion_run_progress enable row level security;
