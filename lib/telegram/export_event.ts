import type { Channel, RawMessage } from "../schema/raw_message.ts";

/** Where a record stands in an export. */
export interface ExportPlace {
  /** Of the record's first byte in the file. */
  readonly byteOffset: number;
  /** Its position in the chat's `messages`, from 0; null where the trouble is not inside one. */
  readonly messageIndex: number | null;
}

/** A record that could not be read, with its place and its own text (at most 64 KB of it). */
export interface ExportReject extends ExportPlace {
  readonly messageId: number | null;
  readonly reason: string;
  readonly record: string | null;
}

/** Where reading had to stop, and why; what stands before was read. */
export interface ExportStop {
  readonly byteOffset: number;
  readonly reason: string;
}

/** What reading an export yields, in the file's order. */
export type ExportEvent =
  /** The messages that follow belong to this chat. */
  | { readonly kind: "chat"; readonly channel: Channel; readonly byteOffset: number }
  | { readonly kind: "message"; readonly message: RawMessage; readonly place: ExportPlace }
  | { readonly kind: "reject"; readonly reject: ExportReject }
  /** The last event. `stop` is null if reading reached the export's end. */
  | { readonly kind: "end"; readonly stop: ExportStop | null };
