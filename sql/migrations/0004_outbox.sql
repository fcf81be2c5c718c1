-- Deliveries: who wants to hear of what, what is to be sent, and what was. Two keys open a gate, and only while it is open anything
-- is planned or sent (see lib/delivery/run_delivery.ts).

-- gates -------------------------------------------------------------------------------------------------------------

create table delivery_gates (
  kind text not null,
  opened_at timestamptz not null,
  constraint delivery_gates_pkey primary key (kind),
  constraint delivery_gates_kind_check check (kind in ('broadcast', 'dm'))
);
comment on table delivery_gates is 'The open gates. Only posts from the opening on are announced, so that a backlog is not. A live run with the gate closed removes the row.';

-- subscribers -------------------------------------------------------------------------------------------------------

create table subscribers (
  id bigint generated always as identity,
  chat_id bigint not null,
  label text,
  subjects text[] not null default '{}',
  levels text[] not null default '{}',
  areas text[] not null default '{}',
  min_rate numeric,
  is_active boolean not null default true,
  inactive_reason text,
  last_served_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint subscribers_pkey primary key (id),
  constraint subscribers_chat_id_key unique (chat_id),
  constraint subscribers_chat_id_check check (chat_id <> 0),
  constraint subscribers_min_rate_check check (min_rate >= 0),
  constraint subscribers_inactive_check check (not is_active or inactive_reason is null)
);
comment on table subscribers is 'Who gets direct messages, and about what; an empty list, or one with Any, is no wish.';
comment on column subscribers.label is 'For people only; it is never sent.';
comment on column subscribers.last_served_at is 'When a message to this chat was planned last: where more match than an assignment may have, those who waited longest get it.';

-- plans -------------------------------------------------------------------------------------------------------------

create table delivery_plans (
  kind text not null,
  raw_id bigint not null,
  pipeline_version text,
  extraction_updated_at timestamptz,
  is_deleted boolean not null,
  announced_at timestamptz,
  planned_at timestamptz not null default now(),
  constraint delivery_plans_pkey primary key (kind, raw_id),
  constraint delivery_plans_raw_id_fkey foreign key (raw_id) references telegram_messages_raw (id),
  constraint delivery_plans_kind_check check (kind in ('broadcast', 'dm'))
);
comment on table delivery_plans is 'The state of a post that its deliveries were planned from last: one that is in another state by now is planned anew.';
comment on column delivery_plans.announced_at is 'When messages about it were planned first; null where there are none.';
create index delivery_plans_announced_idx on delivery_plans (kind, announced_at) where announced_at is not null;

-- outbox ------------------------------------------------------------------------------------------------------------

create table outbox (
  id bigint generated always as identity,
  kind text not null,
  target bigint not null,
  raw_id bigint not null,
  segment integer not null,
  status text not null default 'pending',
  withheld_reason text,
  wanted text not null,
  body text,
  wanted_sha256 bytea generated always as (sha256(replace(body, '\', '\\')::bytea)) stored,
  sent_message_id bigint,
  sent_sha256 bytea,
  sent_at timestamptz,
  expires_at timestamptz not null,
  action text,
  claim_id bigint,
  worker text,
  lease_expires_at timestamptz,
  attempts smallint not null default 0,
  run_after timestamptz not null default now(),
  error_json jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint outbox_pkey primary key (id),
  constraint outbox_message_key unique (raw_id, segment, kind, target),
  constraint outbox_raw_id_fkey foreign key (raw_id) references telegram_messages_raw (id),
  constraint outbox_kind_check check (kind in ('broadcast', 'dm')),
  constraint outbox_target_check check (target <> 0),
  constraint outbox_segment_check check (segment >= 0),
  constraint outbox_status_check check (status in ('pending', 'sending', 'sent', 'unknown', 'failed', 'withheld', 'written')),
  constraint outbox_withheld_check check ((status = 'withheld') = (withheld_reason is not null)),
  constraint outbox_withheld_reason_check check (withheld_reason in (
    'closed', 'gone', 'too_old', 'gate_closed', 'recipient_gone', 'retracted', 'exported', 'dropped'
  )),
  constraint outbox_wanted_check check (wanted in ('open', 'closed', 'gone')),
  constraint outbox_body_check check ((wanted = 'gone') = (body is null)),
  constraint outbox_pending_check check (status <> 'pending' or sent_message_id is not null or wanted = 'open'),
  constraint outbox_action_check check (action in ('send', 'edit', 'delete')),
  constraint outbox_lease_check check (
    (status = 'sending') = (action is not null and claim_id is not null and worker is not null and lease_expires_at is not null)
  ),
  constraint outbox_claim_check check (
    status = 'sending' or (action is null and claim_id is null and worker is null and lease_expires_at is null)
  ),
  constraint outbox_send_check check (status <> 'sending' or (action = 'send') = (sent_message_id is null)),
  constraint outbox_sent_check check (status not in ('sent', 'written') or (sent_sha256 is not null and sent_at is not null)),
  constraint outbox_message_check check (sent_message_id is null or sent_at is not null),
  constraint outbox_unsent_check check (
    status not in ('unknown', 'written') or sent_message_id is null
  ),
  constraint outbox_failed_check check (status not in ('failed', 'unknown') or error_json is not null),
  constraint outbox_attempts_check check (attempts >= 0)
)
-- A row is updated several times in its life: leave room for that beside it.
with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
comment on table outbox is 'One row a message to a chat: what should be there, and what is. Sending is at most once: an outcome that is not known waits for a person.';
comment on column outbox.target is 'The chat, by Telegram''s marked id.';
comment on column outbox.wanted is 'What the post is by now: open, closed, or gone, which has no body and takes the message back.';
comment on column outbox.body is 'The text that should be there, in Telegram''s HTML.';
comment on column outbox.sent_sha256 is 'Of the text that is there; null where there is none, or none that is known.';
comment on column outbox.expires_at is 'A message that was not sent by then is not sent any more.';
comment on column outbox.status is 'pending: something is to be done. unknown: it was being sent, and nobody heard how that ended. written: to a file, for there is no bot.';
create index outbox_due_idx on outbox (run_after, id) where status = 'pending';
create index outbox_expiring_idx on outbox (expires_at) where status = 'pending' and sent_message_id is null;
create index outbox_leased_idx on outbox (lease_expires_at) where status = 'sending';
create index outbox_troubled_idx on outbox (status, id) where status in ('unknown', 'failed');

create sequence outbox_claim_id_seq as bigint;
comment on sequence outbox_claim_id_seq is 'The fence: each claim draws a number that is never drawn again.';

-- security ----------------------------------------------------------------------------------------------------------

alter table delivery_gates enable row level security;
alter table subscribers enable row level security;
alter table delivery_plans enable row level security;
alter table outbox enable row level security;
