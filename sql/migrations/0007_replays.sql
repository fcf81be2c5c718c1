-- Posts that were enqueued because two versions disagree on them are no sample of all posts: a comparison has to know, and say it.

alter table pipeline_versions
  add column replays jsonb not null default '[]',
  add constraint pipeline_versions_replays_check check (jsonb_typeof(replays) = 'array');
comment on column pipeline_versions.replays is 'Each time that posts were enqueued under this version because two others disagree on them: {version_a, version_b, path, kind, posts, at}; path and kind are null where any counted.';
