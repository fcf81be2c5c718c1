import type { RawMessage } from "../../lib/schema/raw_message.ts";

/** A message as the values of {@linkcode RAW_MESSAGE_COLUMNS}, in that order. */
export function rawColumnValues(message: RawMessage): (string | number | boolean | null)[] {
  const json = (value: unknown) => value === null ? null : JSON.stringify(value);
  return [
    message.channelId,
    message.messageId,
    message.kind,
    message.messageDate?.toISOString() ?? null,
    message.editDate?.toISOString() ?? null,
    message.senderId,
    message.senderName,
    message.isForward,
    message.isReply,
    message.replyToMessageId,
    message.text,
    json(message.entities),
    json(message.media),
    message.views,
    message.forwards,
    message.replyCount,
    message.messageJson,
  ];
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A message as a line of COPY's text format. */
export function formatCopyLine(message: RawMessage): string {
  const cells = rawColumnValues(message).map((value) =>
    value === null ? "\\N" : String(value).replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? "")
  );
  return `${cells.join("\t")}\n`;
}
