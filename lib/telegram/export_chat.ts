import { type Channel, ChatTypeSchema } from "../schema/raw_message.ts";
import { exportedChatId } from "./peer_id.ts";

/** The fields of an exported chat that stand beside its `messages`; undefined where not (yet) read. */
export interface ExportChatHeader {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly id?: unknown;
}

/**
 * Parses a chat's header. Its link is null: an export does not tell it. Null without a usable id and a type (which may
 * be null, or one that is new): only both tell which chat it is, and messages of an unknown chat have no identity.
 */
export function parseExportChat(header: ExportChatHeader): Channel | null {
  const { id, type } = header;
  if (typeof id !== "number" || !Number.isSafeInteger(id) || id <= 0 || type === undefined) return null;
  const chatType = ChatTypeSchema.catch("other").parse(type);
  const title = typeof header.name === "string" && header.name !== "" ? storableText(header.name) : null;
  return { channelId: exportedChatId(chatType, id), channelLink: null, title, chatType };
}

/** A text as PostgreSQL can hold it: NUL and lone surrogates become U+FFFD. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}
