import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { formatLong, formatWords } from "./mtproto_codec.ts";
import {
  decryptIge,
  deriveMessageIge,
  encryptIge,
  messageKeyOf,
  type Sender,
  sha1,
} from "./mtproto_crypto.ts";

/** A message between the two sides of a session. */
export interface SessionMessage {
  readonly salt: bigint;
  readonly sessionId: bigint;
  readonly id: bigint;
  readonly sequence: number;
  readonly body: Buffer;
}

const HEAD_BYTES = 32;
const LEAST_PADDING_BYTES = 12;

/** The number by which both sides call an authorization key. */
export function keyIdOf(authKey: Uint8Array): bigint {
  return sha1(authKey).readBigInt64LE(12);
}

/** Encrypts a message: the key's number, the message's key, and what it holds. */
export function sealMessage(
  message: SessionMessage,
  authKey: Uint8Array,
  sender: Sender,
  random: (bytes: number) => Buffer = randomBytes,
): Buffer {
  const content = Buffer.concat([
    formatLong(message.salt),
    formatLong(message.sessionId),
    formatLong(message.id),
    formatWords(message.sequence, message.body.length),
    message.body,
  ]);
  const padding = LEAST_PADDING_BYTES + (-(content.length + LEAST_PADDING_BYTES) & 15);
  const plain = Buffer.concat([content, random(padding)]);
  const messageKey = messageKeyOf(plain, authKey, sender);
  const { key, iv } = deriveMessageIge(messageKey, authKey, sender);
  return Buffer.concat([formatLong(keyIdOf(authKey)), messageKey, encryptIge(plain, key, iv)]);
}

/**
 * The inverse of {@linkcode sealMessage}.
 *
 * @throws If the message's key does not fit what it holds.
 */
export function openMessage(sealed: Buffer, authKey: Uint8Array, sender: Sender): SessionMessage {
  const messageKey = sealed.subarray(8, 24);
  const { key, iv } = deriveMessageIge(messageKey, authKey, sender);
  const plain = decryptIge(sealed.subarray(24), key, iv);
  if (!messageKeyOf(plain, authKey, sender).equals(messageKey)) {
    throw new Error("Cannot open a message: its key does not fit what it holds");
  }
  return {
    salt: plain.readBigInt64LE(0),
    sessionId: plain.readBigInt64LE(8),
    id: plain.readBigInt64LE(16),
    sequence: plain.readUInt32LE(24),
    body: plain.subarray(HEAD_BYTES, HEAD_BYTES + plain.readUInt32LE(28)),
  };
}
