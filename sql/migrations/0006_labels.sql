-- What people say that posts say: the labels that tell which of two versions is right. They belong to a text, not to a message or a
-- version, so that they hold for its reposts and for every version to come, and outlive both.

create table labelled_posts (
  text_sha256 bytea not null generated always as (sha256(replace(raw_text, '\', '\\')::bytea)) stored,
  raw_text text not null,
  agency text not null,
  channel text not null,
  n bigint not null,
  first_labelled_at timestamptz not null default now(),
  constraint labelled_posts_pkey primary key (text_sha256),
  constraint labelled_posts_raw_text_check check (raw_text <> '')
);
comment on table labelled_posts is 'The texts that labels are of, kept for themselves: a message may be edited, and a file of labels may be of posts that were never stored.';
comment on column labelled_posts.text_sha256 is 'As telegram_messages_raw.text_sha256.';
comment on column labelled_posts.agency is 'Who wrote the post, as a file of labels calls them; scores are told by it.';
comment on column labelled_posts.n is 'The post''s number in its channel, or in the file it came from.';

create table labels (
  id uuid not null default gen_random_uuid(),
  text_sha256 bytea not null,
  segment integer not null,
  field text not null,
  value jsonb,
  also_right jsonb,
  verdict text not null,
  version_a text,
  version_b text,
  labeler text not null,
  labeled_at timestamptz not null default now(),
  inclusion_probability double precision,
  superseded_at timestamptz,
  superseded_by uuid,
  constraint labels_pkey primary key (id),
  constraint labels_text_sha256_fkey foreign key (text_sha256) references labelled_posts (text_sha256),
  constraint labels_segment_check check (segment >= 0),
  constraint labels_field_check check (field ~ '^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$'),
  constraint labels_value_check check (jsonb_typeof(value) in ('string', 'number', 'array')),
  constraint labels_also_right_check check (also_right is null or (verdict = 'both' and jsonb_typeof(also_right) in ('string', 'number', 'array'))),
  constraint labels_verdict_check check (verdict in ('a', 'b', 'both', 'neither', 'direct')),
  constraint labels_versions_check check (
    (verdict = 'direct') = (version_a is null) and (version_a is null) = (version_b is null)
  ),
  constraint labels_labeler_check check (labeler <> ''),
  constraint labels_inclusion_probability_check check (inclusion_probability > 0 and inclusion_probability <= 1),
  constraint labels_superseded_check check (superseded_at is not null or superseded_by is null)
);
comment on table labels is 'What a field of a post is, as a person says. No row is removed: a correction supersedes the one before, an undo the label itself.';
comment on column labels.id is 'Drawn by whoever writes the label, so that writing it again after a lost answer adds nothing.';
comment on column labels.segment is '0 for the post as one item, else the number of the item within it.';
comment on column labels.value is 'In the plain form of the field''s kind: a text, a number or a list of texts; null where the post does not say.';
comment on column labels.also_right is 'The other value, where both versions were right with different ones.';
comment on column labels.verdict is 'Which of the two versions shown was right; direct where none were shown.';
comment on column labels.inclusion_probability is 'How likely this label was to be asked for, by whose inverse it counts in an estimate; null where it was not sampled.';
comment on column labels.superseded_by is 'The label that corrects it, and by whose undo it holds again; null where it was itself undone.';
create unique index labels_current_idx on labels (text_sha256, segment, field) where superseded_at is null;

alter table labelled_posts enable row level security;
alter table labels enable row level security;
