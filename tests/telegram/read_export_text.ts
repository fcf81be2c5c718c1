import type { ExportEvent } from "../../lib/telegram/export_event.ts";
import type { ExportSource } from "../../lib/telegram/export_file.ts";
import { iterTelegramExport } from "../../lib/telegram/iter_telegram_export.ts";

/** An export in memory, read in chunks of `chunkBytes`. */
export function sourceOf(content: string | Uint8Array, chunkBytes: number): ExportSource {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    name: "result.json",
    sizeBytes: bytes.length,
    async *iterChunks(fromByte) {
      for (let at = fromByte; at < bytes.length; at += chunkBytes) {
        // A chunk is overwritten once the next is asked for, as a file reader's buffer is.
        const chunk = bytes.slice(at, at + chunkBytes);
        yield chunk;
        chunk.fill(0x58);
      }
    },
  };
}

/** All events of an export in memory. */
export async function readExportText(
  content: string | Uint8Array,
  { timeZone = null, chunkBytes = 7 }: { timeZone?: string | null; chunkBytes?: number } = {},
): Promise<ExportEvent[]> {
  const events: ExportEvent[] = [];
  for await (const event of iterTelegramExport(sourceOf(content, chunkBytes), timeZone)) {
    if (events.push(event) > content.length + 1) throw new Error("the reader goes round in circles");
  }
  return events;
}

/** The events in short: `chat -1001`, `5 text`, `reject 0 reason`, `stop 12 reason`. */
export function summarize(events: readonly ExportEvent[]): string[] {
  return events.flatMap((event) => {
    switch (event.kind) {
      case "chat":
        return [`chat ${event.channel.channelId}`];
      case "message":
        return [`${event.message.messageId} ${event.message.text}`.trimEnd()];
      case "reject":
        return [`reject ${event.reject.messageIndex} ${event.reject.messageId}: ${event.reject.reason}`];
      case "end":
        return event.stop === null ? [] : [`stop ${event.stop.byteOffset}: ${event.stop.reason}`];
    }
  });
}

/** A message as Telegram Desktop exports it. */
export function exportedMessage(id: number, text: unknown, more: Record<string, unknown> = {}): object {
  return { id, type: "message", date: "2024-05-01T08:00:00", date_unixtime: "1714521600", text, ...more };
}

/** A single-chat export of a public channel, indented as Telegram Desktop does. */
export function exportedChannel(messages: readonly unknown[], id = 7): string {
  return JSON.stringify({ name: "Tuition", type: "public_channel", id, messages }, null, 1);
}
