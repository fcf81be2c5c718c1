import { UserError } from "./errors.ts";

/** A channel as a person names it: by Telegram's marked id, or by its public username (lower case, no @). */
export type ChannelReference =
  | { readonly kind: "id"; readonly channelId: number }
  | { readonly kind: "username"; readonly username: string };

const CHANNEL_OFFSET = 1_000_000_000_000;
const USERNAME = /^[a-z][a-z0-9_]{3,31}$/;
/** First parts of t.me links that name no channel. */
const RESERVED = new Set([
  "joinchat",
  "addlist",
  "addstickers",
  "addemoji",
  "share",
  "proxy",
  "socks",
  "login",
]);

/** The marked id (-100...) of a channel or supergroup whose bare id is `bareId`. */
export function markedChannelId(bareId: number): number {
  return -(CHANNEL_OFFSET + bareId);
}

/** The bare id of a channel or supergroup, or null where `channelId` marks a user or a basic group. */
export function bareChannelId(channelId: number): number | null {
  return channelId < -CHANNEL_OFFSET ? -channelId - CHANNEL_OFFSET : null;
}

/**
 * Parses any way of writing a channel: `t.me/x`, `https://t.me/x`, `x.t.me`, `@x`, `x`, `t.me/c/123`, `-100123` and
 * a bare numeric id (which is taken as a channel's). What follows in a link, such as a message's number, is left out.
 *
 * @throws {UserError} If the text is none of them.
 */
export function parseChannelReference(text: string): ChannelReference {
  const path = text.trim()
    .replace(/^https?:\/\//i, "")
    .replace(/^(?!www\.)(\w+)\.t\.me\b/i, "$1")
    .replace(/^(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)\//i, "")
    .replace(/^s\//, "");
  const [name = "", privateId = ""] = path.split(/[/?#]/);
  if (name === "c" && /^\d{1,15}$/.test(privateId)) {
    return { kind: "id", channelId: markedChannelId(Number(privateId)) };
  }
  if (/^-?\d{1,15}$/.test(name) && Number(name) !== 0) {
    const id = Number(name);
    return { kind: "id", channelId: id > 0 ? markedChannelId(id) : id };
  }
  const username = name.replace(/^@/, "").toLowerCase();
  if (USERNAME.test(username) && !RESERVED.has(username)) return { kind: "username", username };
  throw new UserError(
    `Cannot read a channel: found "${text}"; write it like t.me/SomeChannel, @SomeChannel or -1001234567890`,
  );
}

/**
 * Parses a list of channels, comma-separated (`t.me/a,t.me/b`) or a JSON array (`["t.me/a","t.me/b"]`).
 * Repeats are dropped; an empty text is an empty list.
 *
 * @throws {UserError} If the array is not JSON or an entry is no channel.
 */
export function parseChannelList(text: string): ChannelReference[] {
  const references = splitChannelList(text).map(parseChannelReference);
  return [...new Map(references.map((reference) => [formatChannelReference(reference), reference])).values()];
}

/**
 * Splits a list of channels, comma-separated or a JSON array, into its entries.
 *
 * @throws {UserError} If the array is not JSON.
 */
export function splitChannelList(list: string): string[] {
  const text = list.trim();
  if (!text.startsWith("[")) return text.split(",").map((part) => part.trim()).filter((part) => part !== "");
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  if (Array.isArray(parsed) && parsed.every((part) => typeof part === "string" || typeof part === "number")) {
    return parsed.map(String);
  }
  throw new UserError(
    'Cannot read the list of channels: it starts with "[" but is not a JSON array of texts; ' +
      'write it like ["t.me/SomeChannel","t.me/OtherChannel"] or t.me/SomeChannel,t.me/OtherChannel',
  );
}

/** The one normal form of a reference: `t.me/somechannel` or the marked id. */
export function formatChannelReference(reference: ChannelReference): string {
  return reference.kind === "id" ? String(reference.channelId) : `t.me/${reference.username}`;
}
