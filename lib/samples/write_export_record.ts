import type { SampleMedia, SampleMessage } from "./sample_message.ts";
import type { TextPart } from "./text_parts.ts";

/** Ways in which real exports trouble an importer. */
export type ExportOddity =
  /** As before 2022: local dates only, no `text_entities`, numeric `from_id`. */
  | "old_build"
  /** Control characters written as `\xNN`, which is not JSON. */
  | "invalid_escapes"
  /** Half of a surrogate pair at the end of some texts. */
  | "lone_surrogates"
  /** Messages that tell nothing but their id in place of service messages. */
  | "unsupported_messages";

const SINGAPORE_MS = 8 * 3_600_000;
const NOT_INCLUDED = "(File not included. Change data exporting settings to download.)";
/** Every so many messages a text has an oddity, if oddities of texts are asked for. */
const ODD_EVERY = 25;

/** A message as an object of an export's `messages`, its keys in Telegram Desktop's order. */
export function writeExportRecord(message: SampleMessage, oddities: ReadonlySet<ExportOddity>): object {
  const { messageId, action, sender, editDate } = message;
  if (action !== null && oddities.has("unsupported_messages")) return { id: messageId, type: "unsupported" };
  const isOld = oddities.has("old_build");
  const senderId = isOld ? Number(sender.id.replace(/\D/g, "")) : sender.id;
  const common = {
    id: messageId,
    type: action === null ? "message" : "service",
    ...exportDate("date", message.messageDate, isOld),
  };
  if (action !== null) {
    const { action: name, ...details } = action;
    return {
      ...common,
      actor: sender.name,
      actor_id: senderId,
      action: name,
      ...("messageId" in details ? { message_id: details.messageId } : details),
      text: "",
      ...(isOld ? {} : { text_entities: [] }),
    };
  }
  const parts = oddParts(message, oddities);
  return {
    ...common,
    ...(editDate === null ? {} : exportDate("edited", editDate, isOld)),
    from: sender.name,
    from_id: senderId,
    ...(message.forwardedFrom === null ? {} : { forwarded_from: message.forwardedFrom }),
    ...(message.replyToMessageId === null ? {} : { reply_to_message_id: message.replyToMessageId }),
    ...(message.media === null ? {} : exportMedia(message.media)),
    text: exportText(parts),
    ...(isOld ? {} : { text_entities: parts }),
    ...(isOld || message.reactions.length === 0
      ? {}
      : { reactions: message.reactions.map(({ emoji, count }) => ({ type: "emoji", count, emoji })) }),
  };
}

function exportDate(key: "date" | "edited", date: Date, isOld: boolean): Record<string, string> {
  const local = new Date(date.getTime() + SINGAPORE_MS).toISOString().slice(0, 19);
  return isOld ? { [key]: local } : { [key]: local, [`${key}_unixtime`]: String(date.getTime() / 1000) };
}

function exportText(parts: readonly TextPart[]): string | (string | TextPart)[] {
  const [first, second] = parts;
  if (first === undefined) return "";
  if (second === undefined && first.type === "plain") return first.text;
  return parts.map((part) => (part.type === "plain" ? part.text : part));
}

function oddParts(message: SampleMessage, oddities: ReadonlySet<ExportOddity>): readonly TextPart[] {
  if (message.text === "" || message.messageId % ODD_EVERY !== 0) return message.parts;
  const tail = (oddities.has("invalid_escapes") ? "\u000b" : "") +
    (oddities.has("lone_surrogates") ? "\ud83d" : "");
  return tail === "" ? message.parts : [...message.parts, { type: "plain", text: tail }];
}

function exportMedia(media: SampleMedia): Record<string, unknown> {
  switch (media.kind) {
    case "photo":
      return {
        photo: NOT_INCLUDED,
        photo_file_size: media.width * 97,
        width: media.width,
        height: media.height,
      };
    case "sticker":
      return {
        file: NOT_INCLUDED,
        thumbnail: NOT_INCLUDED,
        media_type: "sticker",
        sticker_emoji: media.emoji,
        width: 512,
        height: 512,
      };
    case "document":
      return { file: NOT_INCLUDED, file_name: media.fileName, mime_type: "application/pdf" };
  }
}
