import type { RawMessage } from "../schema/raw_message.ts";
import { CopyEncoder } from "./copy_encoder.ts";

/** The columns that a source fills, in the order in which a row holds them. */
export const RAW_MESSAGE_COLUMNS = [
  "channel_id",
  "message_id",
  "kind",
  "message_date",
  "edit_date",
  "sender_id",
  "sender_name",
  "is_forward",
  "is_reply",
  "reply_to_message_id",
  "raw_text",
  "entities_json",
  "media_json",
  "views",
  "forwards",
  "reply_count",
  "message_json",
] as const;

/** Of a text column's length, before its bytes. */
const LENGTH_BYTES = 4;

/** Where a message lies among the bytes of all rows. */
interface Row {
  readonly messageId: number;
  readonly start: number;
  readonly jsonStart: number;
  readonly end: number;
}

/**
 * Messages of one channel as rows in PostgreSQL's binary COPY format. A message is encoded when it is added and need
 * not be kept: what waits for the database is bytes in one buffer, which the garbage collector never looks at.
 */
export class RawMessageRows {
  readonly #encoder = new CopyEncoder();
  readonly #rows: Row[] = [];

  static of(messages: Iterable<RawMessage>): RawMessageRows {
    const rows = new RawMessageRows();
    for (const message of messages) rows.add(message);
    return rows;
  }

  get count(): number {
    return this.#rows.length;
  }

  get sizeBytes(): number {
    return this.#encoder.length;
  }

  /** @throws {UnstorableValueError} If a value does not fit its column; the message is not added then. */
  add(message: RawMessage): void {
    const encoder = this.#encoder;
    const start = encoder.length;
    try {
      encoder.startRow(RAW_MESSAGE_COLUMNS.length);
      encoder.bigint(message.channelId);
      encoder.bigint(message.messageId);
      encoder.text(message.kind);
      encoder.timestamptz(message.messageDate);
      encoder.timestamptz(message.editDate);
      encoder.bigint(message.senderId);
      encoder.text(message.senderName);
      encoder.boolean(message.isForward);
      encoder.boolean(message.isReply);
      encoder.bigint(message.replyToMessageId);
      encoder.text(message.text);
      encoder.text(message.entities === null ? null : JSON.stringify(message.entities));
      encoder.text(message.media === null ? null : JSON.stringify(message.media));
      encoder.integer(message.views);
      encoder.integer(message.forwards);
      encoder.integer(message.replyCount);
      const jsonStart = encoder.length;
      encoder.text(message.messageJson);
      this.#rows.push({ messageId: message.messageId, start, jsonStart, end: encoder.length });
    } catch (error) {
      encoder.truncate(start);
      throw error;
    }
  }

  /** Takes all rows out; the memory is kept for those to come. */
  clear(): void {
    this.#encoder.truncate(0);
    this.#rows.length = 0;
  }

  /** Of rows with the same id the last, in ascending order of id: all writers lock in this order. */
  selectNewest(): RowSelection {
    const indices = this.#rows.map((_, index) => index);
    if (this.#isAscending()) return new RowSelection(this, indices);
    const newest = new Map(this.#rows.map(({ messageId }, index) => [messageId, index]));
    return new RowSelection(this, [...newest].sort(([a], [b]) => a - b).map(([, index]) => index));
  }

  /** @param index The position in which the message was added, from 0. */
  messageId(index: number): number {
    return this.#row(index).messageId;
  }

  /** The `messageJson` of the message that was added at `index`. */
  messageJson(index: number): string {
    const { jsonStart, end } = this.#row(index);
    return new TextDecoder().decode(this.#encoder.bytes(jsonStart + LENGTH_BYTES, end));
  }

  /** The bytes of some rows, those that lie side by side in one chunk. */
  *iterChunks(indices: readonly number[]): Generator<Uint8Array> {
    for (let at = 0; at < indices.length;) {
      const { start, end: firstEnd } = this.#row(indices[at] ?? 0);
      let end = firstEnd;
      for (at++; at < indices.length; at++) {
        const next = this.#row(indices[at] ?? 0);
        if (next.start !== end) break;
        end = next.end;
      }
      yield this.#encoder.bytes(start, end);
    }
  }

  #row(index: number): Row {
    const row = this.#rows[index];
    if (row === undefined) throw new RangeError(`There is no row ${index} of ${this.count}`);
    return row;
  }

  #isAscending(): boolean {
    return this.#rows.every(({ messageId }, index) => {
      const before = this.#rows[index - 1];
      return before === undefined || before.messageId < messageId;
    });
  }
}

/** Some of the rows, in ascending order of their messages' ids, none twice. */
export class RowSelection {
  readonly rows: RawMessageRows;
  readonly indices: readonly number[];

  constructor(rows: RawMessageRows, indices: readonly number[]) {
    this.rows = rows;
    this.indices = indices;
  }

  get count(): number {
    return this.indices.length;
  }

  /** Null if there are no rows. */
  get firstId(): number | null {
    const index = this.indices[0];
    return index === undefined ? null : this.rows.messageId(index);
  }

  /** Null if there are no rows. */
  get lastId(): number | null {
    const index = this.indices.at(-1);
    return index === undefined ? null : this.rows.messageId(index);
  }

  halve(): [RowSelection, RowSelection] {
    const middle = Math.ceil(this.count / 2);
    return [
      new RowSelection(this.rows, this.indices.slice(0, middle)),
      new RowSelection(this.rows, this.indices.slice(middle)),
    ];
  }

  iterChunks(): Iterable<Uint8Array> {
    return this.rows.iterChunks(this.indices);
  }
}
