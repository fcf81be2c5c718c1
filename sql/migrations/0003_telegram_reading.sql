-- How far Telegram has been read, and who is reading.

create sequence leases_token_seq as bigint;
comment on sequence leases_token_seq is 'The fence of leases: each holder draws a number that is never drawn again.';

create table leases (
  name text not null,
  holder text not null,
  purpose text not null,
  token bigint not null,
  acquired_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint leases_pkey primary key (name)
);
comment on table leases is 'What only one process at a time may use, such as a Telegram session; a row whose time ran out is nobody''s.';
comment on column leases.name is 'telegram_session: and a hash of the session, never the session itself.';
comment on column leases.holder is 'Where to look for it: host and process.';

create table telegram_tails (
  channel_id bigint not null,
  pts integer,
  complete_to_message_id bigint,
  updated_at timestamptz not null default now(),
  constraint telegram_tails_pkey primary key (channel_id),
  constraint telegram_tails_channel_id_fkey foreign key (channel_id) references telegram_channels (channel_id),
  constraint telegram_tails_pts_check check (pts > 0)
);
comment on table telegram_tails is 'How far the live tail has come in each channel; written with the messages it covers.';
comment on column telegram_tails.pts is 'Telegram''s count of the channel''s changes up to which all are stored; null while the history has to be read for it.';
comment on column telegram_tails.complete_to_message_id is 'The newest message up to which all are stored: where a reading of the history from its top may stop.';

create table telegram_history_reads (
  id bigint generated always as identity,
  channel_id bigint not null,
  since timestamptz,
  until timestamptz,
  after_message_id bigint,
  newest_message_id bigint,
  before_message_id bigint,
  messages_read bigint not null default 0,
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint telegram_history_reads_pkey primary key (id),
  constraint telegram_history_reads_channel_id_fkey foreign key (channel_id) references telegram_channels (channel_id),
  constraint telegram_history_reads_messages_read_check check (messages_read >= 0)
);
comment on table telegram_history_reads is 'Each way down a channel''s history, from the newest message of a window to its oldest.';
comment on column telegram_history_reads.after_message_id is 'Where it stops, because all from there down had been read before; null: at since.';
comment on column telegram_history_reads.newest_message_id is 'The first message that it met.';
comment on column telegram_history_reads.before_message_id is 'The cursor: all from here up is stored; moved with the messages it covers.';
create index telegram_history_reads_channel_id_idx on telegram_history_reads (channel_id);

alter table leases enable row level security;
alter table telegram_tails enable row level security;
alter table telegram_history_reads enable row level security;
