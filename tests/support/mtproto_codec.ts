import { Buffer } from "node:buffer";
import { gunzipSync, gzipSync } from "node:zlib";
import { type Api, helpers } from "../../lib/telegram/gramjs.ts";
import { BinaryReader } from "telegram/extensions/BinaryReader.js";

/** GramJS's number of any length. */
export type Long = Api.long;

const VECTOR = 0x1cb5c415;
const TRUE = 0x997275b5;
const FALSE = 0xbc799737;
const RPC_RESULT = 0xf35c6d01;
const GZIP_PACKED = 0x3072cfa1;
const MESSAGE_CONTAINER = 0x73f1f8dc;
/** Telegram packs answers from about this size on. */
const PACKED_FROM_BYTES = 512;

/** Reads what stands in bytes as GramJS does. */
export async function readObject(bytes: Buffer): Promise<unknown> {
  const object: unknown = await new BinaryReader(bytes).tgReadObject();
  return object;
}

/** The bytes of what a method answers: an object, a vector of them, or a truth. */
export function formatValue(value: unknown): Buffer {
  if (typeof value === "boolean") return formatWords(value ? TRUE : FALSE);
  if (Array.isArray(value)) {
    return Buffer.concat([formatWords(VECTOR, value.length), ...value.map(formatValue)]);
  }
  if (isSerializable(value)) return value.getBytes();
  throw new Error(`Cannot write ${typeof value}: it is no object of Telegram`);
}

/** An answer to the request with that id, packed if it is large. */
export function formatRpcResult(requestId: bigint, value: unknown): Buffer {
  const bytes = formatValue(value);
  const body = bytes.length < PACKED_FROM_BYTES
    ? bytes
    : Buffer.concat([formatWords(GZIP_PACKED), formatBytes(gzipSync(bytes))]);
  return Buffer.concat([formatWords(RPC_RESULT), formatLong(requestId), body]);
}

/** A message inside of a container. */
export interface InnerMessage {
  readonly id: bigint;
  readonly sequence: number;
  readonly body: Buffer;
}

export function formatContainer(messages: readonly InnerMessage[]): Buffer {
  const parts = messages.flatMap(({ id, sequence, body }) => [
    formatLong(id),
    formatWords(sequence, body.length),
    body,
  ]);
  return Buffer.concat([formatWords(MESSAGE_CONTAINER, messages.length), ...parts]);
}

/** The messages of a container, or null where the body is none. */
export function parseContainer(body: Buffer): InnerMessage[] | null {
  if (body.readUInt32LE(0) !== MESSAGE_CONTAINER) return null;
  const messages: InnerMessage[] = [];
  let at = 8;
  while (messages.length < body.readUInt32LE(4)) {
    const end = at + 16 + body.readUInt32LE(at + 12);
    messages.push({
      id: body.readBigInt64LE(at),
      sequence: body.readUInt32LE(at + 8),
      body: body.subarray(at + 16, end),
    });
    at = end;
  }
  return messages;
}

/** What a body holds that is packed, or null where it is not. */
export function unpack(body: Buffer): Buffer | null {
  if (body.readUInt32LE(0) !== GZIP_PACKED) return null;
  const isShort = body.readUInt8(4) < 254;
  const start = isShort ? 5 : 8;
  const length = isShort ? body.readUInt8(4) : body.readUInt32LE(4) >>> 8;
  return gunzipSync(body.subarray(start, start + length));
}

/** Words of 32 bits, the least significant byte first. */
export function formatWords(...words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  words.forEach((word, at) => bytes.writeUInt32LE(word >>> 0, at * 4));
  return bytes;
}

/** 64 bits, the least significant byte first. */
export function formatLong(number: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt.asIntN(64, number));
  return bytes;
}

/** Bytes as TL writes them: their count, themselves, and zeros up to a multiple of four. */
export function formatBytes(bytes: Uint8Array): Buffer {
  const head = bytes.length < 254 ? Buffer.from([bytes.length]) : formatWords(bytes.length << 8 | 254);
  const padding = -(head.length + bytes.length) & 3;
  return Buffer.concat([head, bytes, Buffer.alloc(padding)]);
}

export function toLong(number: bigint | number): Long {
  return helpers.returnBigInt(number);
}

export function fromLong(long: Long): bigint {
  return BigInt(long.toString());
}

function isSerializable(value: unknown): value is { getBytes(): Buffer } {
  return typeof value === "object" && value !== null && "getBytes" in value &&
    typeof value.getBytes === "function";
}
