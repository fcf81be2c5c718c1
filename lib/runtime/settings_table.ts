import * as z from "zod";
import type { Parameter } from "./parameter.ts";

/** Headings of `.env.example`, in its order. */
export type SettingGroup =
  | "Database"
  | "Channels and exports"
  | "Telegram"
  | "Live"
  | "Extraction"
  | "Worker"
  | "Language model"
  | "Delivery"
  | "Labels";

/** A parameter that the environment or `.env` can set. */
export interface Setting<
  Schema extends z.ZodType = z.ZodType,
  Default extends z.output<Schema> | null = z.output<Schema> | null,
  Group extends SettingGroup = SettingGroup,
> extends Parameter<Schema, Default> {
  readonly group: Group;
}

const webUrl = z.url({ protocol: /^https?$/ }).describe("an http or https address");
const timeZone = z.string().refine(isTimeZone).describe("a time zone of the IANA database");
const botToken = z.string().regex(/^\d+:[\w-]{20,}$/).describe("the token that @BotFather gave");
const versionName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:+-]{0,99}$/)
  .describe("a name of letters, digits and . _ : + - without spaces");
const variantName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/)
  .describe("a name of letters, digits and . _ - without spaces");

const telegramServer = z.string().regex(/^[^/\s]+:\d+\/-?\d+\/\d+\/\d+$/)
  .describe("host:port/fingerprint/modulus/exponent, the three of them as decimal numbers");

/** Every setting there is. Its name is that of the environment variable. */
export const SETTINGS = {
  DATABASE_URL: setting("Database", z.string().describe("a PostgreSQL connection string"), {
    default: null,
    does:
      "The PostgreSQL to use (15 or later; Supabase and Neon too). Unset: an embedded one starts by itself.",
    example: "postgres://user:password@host:5432/database",
    secret: true,
  }),
  SUPABASE_URL: setting("Database", webUrl, {
    default: null,
    does: "Not enough to connect; set without DATABASE_URL, it only brings up where to find that one.",
    example: "https://project.supabase.co",
  }),
  CHANNEL_LIST: setting("Channels and exports", z.string(), {
    default: null,
    does:
      "The channels to work on, separated by commas or as a JSON array. Unset: all that are stored; live and backfill need it.",
    example: "t.me/SomeChannel,t.me/OtherChannel",
  }),
  EXPORT_TIME_ZONE: setting("Channels and exports", timeZone, {
    default: null,
    does: "The zone of the machine that wrote an export without date_unixtime; needed for such exports only.",
    example: "Asia/Singapore",
  }),
  TELEGRAM_API_ID: setting("Telegram", z.int().min(1), {
    default: null,
    does: "The number of your application, from https://my.telegram.org; needed to read Telegram.",
    example: "1234567",
  }),
  TELEGRAM_API_HASH: setting("Telegram", z.string(), {
    default: null,
    does: "The hash that belongs to it.",
    example: "0123456789abcdef0123456789abcdef",
    secret: true,
  }),
  SESSION_STRING: setting("Telegram", z.string().describe("a session string"), {
    default: null,
    does: "The account that reads, as deno task telegram:login prints it: whoever has it is in the account.",
    example: "1BQAN...",
    secret: true,
  }),
  TG_SESSION: setting("Telegram", z.string(), {
    default: null,
    does: "A file with the session string, from the project's root, where SESSION_STRING is not set.",
    example: ".data/telegram.session",
  }),
  RECOVERY_SESSION_STRING: setting("Telegram", z.string().describe("a session string"), {
    default: null,
    does: "A second session, from another log-in, for back-fills to run beside the live mode.",
    example: "1BQAN...",
    secret: true,
  }),
  TELEGRAM_SERVER: setting("Telegram", telegramServer, {
    default: null,
    does: "Another server than Telegram's own, and the RSA key that it proves itself with; for tests.",
    example: "127.0.0.1:4430/fingerprint/modulus/exponent",
  }),
  EXTRACTION_QUEUE_ENABLED: setting("Live", z.boolean(), {
    default: true,
    does: "Whether a back-fill makes jobs of the messages that it stores.",
  }),
  CATCH_UP_OVERLAP: setting("Live", z.int().min(0).max(100_000), {
    default: 200,
    unit: "messages",
    does: "How far below the newest known message a history is read again, for edits and deletions.",
  }),
  POLL_SECONDS: setting("Live", z.number().min(1), {
    default: 60,
    unit: "seconds",
    does:
      "How often a channel is read that the account has not joined: Telegram pushes none of its messages.",
  }),
  CATCH_UP_BACKLOG: setting("Live", z.int().min(1), {
    default: 5000,
    unit: "jobs",
    does: "A catch-up waits while more jobs than this are due, so that extraction can follow.",
  }),
  TELEGRAM_LEASE_S: setting("Live", z.number().min(1).max(3600), {
    default: 60,
    unit: "seconds",
    does: "How long a session stays a process's own without a sign of life.",
  }),
  METRICS_PORT: setting("Live", z.int().min(0).max(65_535), {
    default: null,
    unit: "port",
    zero: "any free one",
    does: "Where the live mode shows /health and, for Prometheus, /metrics. Unset: nowhere.",
    example: "9464",
  }),
  METRICS_HOST: setting("Live", z.string(), {
    default: "127.0.0.1",
    does: "The address it listens on; 0.0.0.0 lets other machines in.",
  }),
  EXTRACTION_PIPELINE_VERSION: setting("Extraction", versionName, {
    default: null,
    does: "The version new outputs belong to. Unset: the extractor's name and _v1, such as rules_v1.",
    example: "2025-12-31_prompt_v4",
  }),
  EXTRACTOR: setting("Extraction", z.enum(["rules", "llm"]), {
    default: null,
    does:
      "Who extracts. Unset: llm where LLM_API_URL, LLM_MODEL_NAME or LLM_MOCK_OUTPUT_FILE is set, else rules.",
  }),
  FIELD_COMPLETION: setting("Extraction", z.enum(["full", "off"]), {
    default: "full",
    does:
      "Whether deterministic rules fill in postal codes, learning mode, times and signals after extraction.",
  }),
  HARD_VALIDATE_MODE: setting("Extraction", z.enum(["off", "report", "enforce"]), {
    default: "report",
    does:
      "What is done about fields that the post does not bear out: nothing, noted in meta, or also dropped.",
  }),
  TRUSTED_FORWARDS: setting("Extraction", z.string(), {
    default: null,
    does: "Channels whose forwards are read, in the forms of CHANNEL_LIST, or * for all. Unset: none.",
    example: "t.me/SomeChannel,t.me/OtherChannel",
  }),
  ALLOW_MIXED_VERSION: setting("Extraction", z.boolean(), {
    default: false,
    does: "Let a version hold outputs of extractors that differ, although they can no longer be told apart.",
  }),
  ALLOW_LIVE: setting("Extraction", z.boolean(), {
    default: false,
    does: "Let FORCE redo the outputs of the version that is live.",
  }),
  EXTRACTION_WORKER_ONESHOT: setting("Worker", z.boolean(), {
    default: false,
    does: "Stop when the queue is empty instead of waiting for more.",
  }),
  EXTRACTION_WORKER_MAX_JOBS: setting("Worker", z.int().min(0), {
    default: 0,
    unit: "jobs",
    zero: "no limit",
    does: "Stop after this many jobs; 0 is no limit.",
    example: "50",
  }),
  EXTRACTION_WORKER_CONCURRENCY: setting("Worker", z.int().min(1).max(1000), {
    default: null,
    unit: "jobs at a time",
    does: "How many jobs are in flight at a time. Unset: what suits the extractor.",
    example: "8",
  }),
  EXTRACTION_WORKER_BATCH_SIZE: setting("Worker", z.int().min(1).max(10_000), {
    default: null,
    unit: "jobs",
    does: "How many jobs are claimed in one go. Unset: what suits the concurrency.",
    example: "10",
  }),
  EXTRACTION_WORKER_MAX_ATTEMPTS: setting("Worker", z.int().min(1).max(100), {
    default: 3,
    unit: "attempts",
    does: "How often a job is tried before it counts as failed.",
  }),
  EXTRACTION_WORKER_BACKOFF_BASE_S: setting("Worker", z.number().positive(), {
    default: 1.5,
    unit: "seconds",
    does: "The wait before a second attempt; it doubles with each further one.",
  }),
  EXTRACTION_WORKER_BACKOFF_MAX_S: setting("Worker", z.number().positive(), {
    default: 60,
    unit: "seconds",
    does: "The longest wait between two attempts.",
  }),
  EXTRACTION_WORKER_IDLE_S: setting("Worker", z.number().positive(), {
    default: 2,
    unit: "seconds",
    does: "How long to wait before looking again at an empty queue.",
  }),
  EXTRACTION_LEASE_S: setting("Worker", z.number().min(1).max(3600), {
    default: 60,
    unit: "seconds",
    does: "How long a claimed job stays a worker's own without a sign of life.",
  }),
  WAIT_FOR_RETRIES_S: setting("Worker", z.number().min(0), {
    default: 120,
    unit: "seconds",
    does: "A one-shot run waits for retries that fall due within this time; later ones it leaves and names.",
  }),
  LLM_API_URL: setting("Language model", webUrl, {
    default: null,
    does: "An OpenAI-compatible server, with or without /v1. Unset, llm asks http://localhost:1234.",
    example: "http://localhost:1234",
  }),
  LLM_API_KEY: setting("Language model", z.string(), {
    default: null,
    does: "The server's key; most servers on this machine need none.",
    example: "sk-...",
    secret: true,
  }),
  LLM_MODEL_NAME: setting("Language model", z.string(), {
    default: null,
    does: "The model to ask for.",
    example: "gpt-5-mini",
  }),
  LLM_TIMEOUT_SECONDS: setting("Language model", z.number().positive().max(3600), {
    default: 200,
    unit: "seconds",
    does: "How long to wait for one answer.",
  }),
  LLM_MAX_TOKENS: setting("Language model", z.int().min(1), {
    default: 6144,
    unit: "tokens",
    does: "The longest answer the model may give, its thinking included.",
  }),
  MAX_COST_USD: setting("Language model", z.number().min(0), {
    default: null,
    unit: "US dollars",
    does: "Ask no more once a run has cost this much. Required for a server that is not on this machine.",
    example: "5",
  }),
  REQUESTS_PER_MINUTE: setting("Language model", z.number().positive(), {
    default: null,
    unit: "requests",
    does:
      "Ask no more often than this. Unset: as often as CONCURRENCY allows, and less where the server asks for it.",
    example: "500",
  }),
  TOKENS_PER_MINUTE: setting("Language model", z.number().positive(), {
    default: null,
    unit: "tokens",
    does: "Send and receive no more than this, as far as can be told before an answer.",
    example: "200000",
  }),
  LLM_CACHE: setting("Language model", z.boolean(), {
    default: true,
    does: "Whether replies that could be read are kept, so that the same request is never paid for twice.",
  }),
  LLM_MOCK_OUTPUT_FILE: setting("Language model", z.string(), {
    default: null,
    does: "Ask no server: this file's text, from the project's root, is the reply to everything.",
    example: "prompts/mock_reply.json",
  }),
  LLM_SYSTEM_PROMPT_TEXT: setting("Language model", z.string(), {
    default: null,
    does: "The system prompt itself; wins over the file and the variant.",
    example: "You read posts ...",
  }),
  LLM_SYSTEM_PROMPT_FILE: setting("Language model", z.string(), {
    default: null,
    does: "A file with the system prompt, from the project's root; wins over the variant.",
    example: "prompts/mine.txt",
  }),
  LLM_SYSTEM_PROMPT_VARIANT: setting("Language model", variantName, {
    default: null,
    does: "foo is prompts/system_prompt_foo.txt. Unset: prompts/system_prompt_live.txt.",
    example: "foo",
  }),
  LLM_INCLUDE_EXAMPLES: setting("Language model", z.boolean(), {
    default: false,
    does: "Show the model examples: those of a post's channel, else general.txt.",
  }),
  LLM_EXAMPLES_VARIANT: setting("Language model", variantName, {
    default: null,
    does: "foo takes the examples of prompts/examples_foo. Unset: prompts/examples.",
    example: "foo",
  }),
  LLM_EXAMPLES_DIR: setting("Language model", z.string(), {
    default: null,
    does: "Another folder of examples, from the project's root; wins over the variant.",
    example: "prompts/my_examples",
  }),
  EXTRACTION_WORKER_BROADCAST: setting("Delivery", z.boolean(), {
    default: false,
    does: "Let a live run whose SEND is true announce new posts in the channels of BROADCAST_CHANNEL_IDS.",
  }),
  EXTRACTION_WORKER_DMS: setting("Delivery", z.boolean(), {
    default: false,
    does: "Let a live run whose SEND is true write to the subscribers whom a new post suits.",
  }),
  BROADCAST_CHANNEL_IDS: setting("Delivery", z.string(), {
    default: null,
    does: "The channels to announce in, by their ids, separated by commas or as a JSON array.",
    example: "-1001234567890",
  }),
  DM_MAX_RECIPIENTS: setting("Delivery", z.int().min(1).max(10_000), {
    default: 50,
    unit: "subscribers",
    does: "The most subscribers who are told of one assignment; those who waited longest come first.",
  }),
  TELEGRAM_BOT_TOKEN: setting("Delivery", botToken, {
    default: null,
    does: "The bot that sends. Unset: announcements are written to out/announcements.jsonl.",
    example: "123456:ABC...",
    secret: true,
  }),
  BOT_API_URL: setting("Delivery", webUrl, {
    default: "https://api.telegram.org",
    does: "Telegram's Bot API, or a server of one's own for it.",
  }),
  LABEL_PORT: setting("Labels", z.int().min(0).max(65_535), {
    default: null,
    unit: "port",
    zero: "any free one",
    does: "Where the label page is served, on this machine only. Unset: any free port.",
    example: "8765",
  }),
} as const;

/** The name of a setting, which is that of its environment variable. */
export type SettingName = keyof typeof SETTINGS;

/** The names of the settings under some headings. */
export type SettingNameIn<Group extends SettingGroup> = {
  [Name in SettingName]: typeof SETTINGS[Name]["group"] extends Group ? Name : never;
}[SettingName];

/** The names of all settings, in the order of `.env.example`. */
export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS).filter(isSettingName);

/** Whether a text is the name of a setting. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

/** Whether a setting's value is never to be shown. */
export function isSecret(name: SettingName): boolean {
  const setting = SETTINGS[name];
  return "secret" in setting && setting.secret;
}

function setting<
  Group extends SettingGroup,
  Schema extends z.ZodType,
  const Default extends z.output<Schema> | null,
>(
  group: Group,
  schema: Schema,
  about: Omit<Parameter<Schema, Default>, "schema">,
): Setting<Schema, Default, Group> {
  return { ...about, group, schema };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
