import type { ExportChatHeader } from "./export_chat.ts";

/** What the scanner finds, in the file's order. `bytes` are only good until the next part is asked for. */
export type ExportPart =
  /** A chat's list of messages starts; `header` is what of the chat stands before it. */
  | { readonly kind: "messages"; readonly header: ExportChatHeader; readonly byteOffset: number }
  | { readonly kind: "record"; readonly bytes: Uint8Array; readonly byteOffset: number }
  /** Bytes among a chat's messages that are no record; scanning goes on behind them. */
  | {
    readonly kind: "damage";
    readonly bytes: Uint8Array;
    readonly byteOffset: number;
    readonly reason: string;
  }
  /** Bytes outside of all messages were passed over, because they are no JSON. */
  | { readonly kind: "gap"; readonly byteOffset: number }
  | {
    readonly kind: "chat_end";
    readonly header: ExportChatHeader;
    readonly hadMessages: boolean;
    readonly byteOffset: number;
  }
  /** Scanning ends here, before the file or the export does. */
  | { readonly kind: "stopped"; readonly byteOffset: number; readonly reason: string };
