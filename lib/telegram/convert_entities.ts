import { storableText } from "./export_chat.ts";
import { Api } from "./gramjs.ts";

/** Telegram's names of entities, and what an export calls them. */
const EXPORT_TYPES: Readonly<Record<string, string>> = {
  MessageEntityMention: "mention",
  MessageEntityHashtag: "hashtag",
  MessageEntityBotCommand: "bot_command",
  MessageEntityUrl: "link",
  MessageEntityEmail: "email",
  MessageEntityBold: "bold",
  MessageEntityItalic: "italic",
  MessageEntityCode: "code",
  MessageEntityPre: "pre",
  MessageEntityTextUrl: "text_link",
  MessageEntityMentionName: "mention_name",
  MessageEntityPhone: "phone",
  MessageEntityCashtag: "cashtag",
  MessageEntityUnderline: "underline",
  MessageEntityStrike: "strikethrough",
  MessageEntityBlockquote: "blockquote",
  MessageEntityBankCard: "bank_card",
  MessageEntitySpoiler: "spoiler",
  MessageEntityCustomEmoji: "custom_emoji",
};

/**
 * Converts a message's entities to the form of an export: the whole text in parts, each with its type. As there, an entity
 * that starts inside of the one before it is left out. Null if the text is all plain.
 *
 * @param text As Telegram sent it: offsets count its UTF-16 units.
 */
export function convertEntities(
  text: string,
  entities: readonly Api.TypeMessageEntity[] | null | undefined,
): unknown[] | null {
  if (!entities || entities.length === 0) return null;
  const parts: unknown[] = [];
  let end = 0;
  const addPlain = (till: number) => {
    if (till > end) parts.push({ type: "plain", text: storableText(text.slice(end, till)) });
  };
  for (const entity of entities) {
    const { offset, length } = entity;
    if (offset < end || length <= 0 || offset + length > text.length) continue;
    addPlain(offset);
    end = offset + length;
    parts.push({
      type: EXPORT_TYPES[entity.className] ?? "unknown",
      text: storableText(text.slice(offset, end)),
      ...extraOf(entity),
    });
  }
  addPlain(text.length);
  return end === 0 ? null : parts;
}

function extraOf(entity: Api.TypeMessageEntity): Record<string, unknown> {
  if (entity instanceof Api.MessageEntityTextUrl) return { href: storableText(entity.url) };
  if (entity instanceof Api.MessageEntityPre) return { language: storableText(entity.language) };
  if (entity instanceof Api.MessageEntityMentionName) return { user_id: Number(entity.userId) };
  if (entity instanceof Api.MessageEntityCustomEmoji) return { document_id: entity.documentId.toString() };
  if (entity instanceof Api.MessageEntityBlockquote) return { collapsed: entity.collapsed === true };
  return {};
}
