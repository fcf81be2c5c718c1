import type { Cell } from "../../runtime/format_table.ts";
import { channelName } from "../describe_channel.ts";
import type { Tour } from "./load_tour.ts";

/** Says what to do where nothing is stored yet. */
export const NOTHING_STORED =
  "Nothing is stored yet. `deno task demo` fills the database with generated channels in seconds; " +
  "`deno task import result.json` stores an export of your own.";
/** The same where there are messages and no versions of outputs. */
export const NO_VERSION =
  "No version is stored yet. `deno task enqueue --pipeline-version-override rules_v1`, then " +
  "`deno task drain --pipeline-version-override rules_v1`, makes outputs of all posts.";
/** The same where no version is live. */
export const NOTHING_LIVE =
  "No version is live, or none of its assignments is open. `deno task promote --version NAME` makes one live.";

/** The header of {@linkcode storedRows}. */
export const STORED_HEADER = ["stored", "count"];

/** What there is, in counts; empty where there is no message. */
export function storedRows({ channels, versions, labels }: Tour): Cell[][] {
  if (channels.length === 0) return [];
  const sum = (count: (channel: Tour["channels"][number]) => number) =>
    channels.reduce((total, channel) => total + count(channel), 0);
  return [
    ["channels", channels.length],
    ["messages", sum(({ messages }) => messages)],
    ["of these edited, with the older texts kept", sum(({ edited }) => edited)],
    ["of these deleted in Telegram, and kept here", sum(({ deleted }) => deleted)],
    ["versions of outputs", versions.length],
    ["outputs of all versions", versions.reduce((total, { ok }) => total + ok, 0)],
    ["labels", labels],
  ];
}

/** The header of {@linkcode storedChannelRows}. */
export const STORED_CHANNEL_HEADER = ["channel", "messages", "edited", "deleted", "first", "last"];

/** A row for each channel, the largest first. */
export function storedChannelRows({ channels }: Tour): Cell[][] {
  return channels.map(({ channelId, channelLink, title, messages, edited, deleted, first, last }) => [
    channelName({ channel_id: channelId, channel_link: channelLink, title }),
    messages,
    edited,
    deleted,
    formatDay(first),
    formatDay(last),
  ]);
}

/** The header of {@linkcode storedVersionRows}. */
export const STORED_VERSION_HEADER = [
  "version",
  "made by",
  "ok",
  "skipped",
  "failed",
  "not finished",
  "since",
  "",
];

/** A row for each version, the newest first. */
export function storedVersionRows({ versions }: Tour): Cell[][] {
  return versions.map((version) => [
    version.version,
    version.model ?? version.extractor,
    version.ok,
    version.skipped,
    version.failed,
    version.unfinished,
    formatDay(version.createdAt),
    version.isLive ? "live" : "",
  ]);
}

/** The header of {@linkcode liveAssignmentRows}. */
export const LIVE_ASSIGNMENT_HEADER = ["channel", "code", "assignment", "mode", "where", "rate"];

/** A row for each live assignment. */
export function liveAssignmentRows({ live }: Tour): Cell[][] {
  return live.map((row) => [
    row.channel_title,
    row.assignment_code,
    row.academic_display_text,
    row.learning_mode,
    row.address?.[0] ?? row.postal_code?.[0] ?? null,
    describeRate(row.rate_min, row.rate_max),
  ]);
}

/** `40-60`, `40`, `up to 60`; empty where neither is known. */
export function describeRate(min: number | null, max: number | null): string {
  if (min === null) return max === null ? "" : `up to ${max}`;
  return max === null || max === min ? String(min) : `${min}-${max}`;
}

function formatDay(date: Date | null): string {
  return date?.toISOString().slice(0, 10) ?? "";
}
