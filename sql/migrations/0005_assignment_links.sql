-- Links between posts of the same assignment: reposts in a channel, and what other agencies made of it. All of it follows from the
-- messages and a version's outputs, and can be computed again (see lib/delivery/link_assignments.ts). The rows belong to a version, for
-- codes, places and segment numbers are what the version read: a rollback finds its own links as they were.

create table assignment_keys (
  pipeline_version text not null,
  raw_id bigint not null,
  segment integer not null,
  channel_id bigint not null,
  posted_at timestamptz not null,
  repost_key text,
  match_keys text[] not null,
  extraction_updated_at timestamptz not null,
  is_deleted boolean not null,
  constraint assignment_keys_pkey primary key (pipeline_version, raw_id, segment),
  constraint assignment_keys_pipeline_version_fkey foreign key (pipeline_version)
    references pipeline_versions (version) on delete cascade,
  constraint assignment_keys_raw_id_fkey foreign key (raw_id) references telegram_messages_raw (id),
  constraint assignment_keys_segment_check check (segment >= 0)
);
comment on table assignment_keys is 'By what the other posts of an assignment are found. A post that is in another state by now is linked anew.';
comment on column assignment_keys.repost_key is 'The same in each repost; null for an output that cannot be read.';
comment on column assignment_keys.match_keys is 'What posts of other channels may share with it, each under the number of its week.';
create index assignment_keys_repost_idx on assignment_keys (channel_id, repost_key, pipeline_version) where repost_key is not null;
-- Without the list of pending entries, through which every look-up would have to go.
create index assignment_keys_match_idx on assignment_keys using gin (match_keys) with (fastupdate = off);

create table assignment_links (
  pipeline_version text not null,
  raw_id bigint not null,
  segment integer not null,
  kind text not null,
  of_raw_id bigint not null,
  of_segment integer not null,
  group_raw_id bigint not null,
  group_segment integer not null,
  score real not null,
  bumped_at timestamptz,
  linked_at timestamptz not null default now(),
  constraint assignment_links_pkey primary key (pipeline_version, raw_id, segment, kind),
  constraint assignment_links_pipeline_version_fkey foreign key (pipeline_version)
    references pipeline_versions (version) on delete cascade,
  constraint assignment_links_raw_id_fkey foreign key (raw_id) references telegram_messages_raw (id),
  constraint assignment_links_of_raw_id_fkey foreign key (of_raw_id) references telegram_messages_raw (id),
  constraint assignment_links_group_raw_id_fkey foreign key (group_raw_id) references telegram_messages_raw (id),
  constraint assignment_links_kind_check check (kind in ('repost', 'near_duplicate')),
  constraint assignment_links_segment_check check (segment >= 0 and of_segment >= 0),
  constraint assignment_links_of_check check (raw_id <> of_raw_id),
  constraint assignment_links_score_check check (score > 0 and score <= 1),
  constraint assignment_links_bumped_at_check check (kind = 'repost' or bumped_at is null)
);
comment on table assignment_links is 'Which earlier post speaks of the same assignment: the first one of its channel, or the most alike of another channel.';
comment on column assignment_links.group_raw_id is 'Where one comes to from link to link: the earliest post of the assignment.';
comment on column assignment_links.score is 'How sure that is; 1 for a repost.';
comment on column assignment_links.bumped_at is 'When a repost bumps the first post; null where it came too soon after the last bump, or is closed.';
create index assignment_links_of_idx on assignment_links (of_raw_id, of_segment, pipeline_version, kind);

-- For the newest assignments, in order, which a block range index cannot give.
create index telegram_messages_raw_newest_idx on telegram_messages_raw (message_date desc);

alter table assignment_keys enable row level security;
alter table assignment_links enable row level security;
