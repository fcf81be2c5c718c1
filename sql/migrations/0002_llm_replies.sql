-- The replies of language models that could be read, by what was asked: the same request is paid for once.

create table llm_replies (
  request_sha256 bytea not null,
  url text not null,
  model text not null,
  reply_text text not null,
  reply_model text not null,
  rung text not null,
  prompt_tokens integer,
  completion_tokens integer,
  cached_prompt_tokens integer,
  latency_ms integer not null,
  created_at timestamptz not null default now(),
  constraint llm_replies_pkey primary key (request_sha256),
  constraint llm_replies_request_sha256_check check (octet_length(request_sha256) = 32),
  constraint llm_replies_rung_check check (rung in ('json_schema', 'text')),
  constraint llm_replies_tokens_check check (
    num_nulls(prompt_tokens, completion_tokens, cached_prompt_tokens) in (0, 3)
      and prompt_tokens >= 0 and completion_tokens >= 0 and cached_prompt_tokens between 0 and prompt_tokens
  ),
  constraint llm_replies_latency_ms_check check (latency_ms >= 0)
);
comment on table llm_replies is 'What language models replied, so that the same request is paid for once; rows may be deleted at any time, and what they answered is asked anew.';
comment on column llm_replies.request_sha256 is 'Of all that reaches the model: address, model, token limit, temperature, system prompt, message and schema.';
comment on column llm_replies.model is 'The model as it was asked for.';
comment on column llm_replies.reply_model is 'The model as the server names it.';
comment on column llm_replies.rung is 'How it was asked: held to a JSON schema by the server, or in plain text.';
comment on column llm_replies.prompt_tokens is 'As the server counted when the reply was paid for; null where it does not count. cached_prompt_tokens are among them.';
comment on column llm_replies.latency_ms is 'How long the server took then.';

alter table llm_replies enable row level security;
