/** MTProto 2.0's cryptography, written from its description (core.telegram.org/mtproto), apart from the client's own. */
import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, createHash } from "node:crypto";

const BLOCK_BYTES = 16;

export function sha1(...parts: readonly Uint8Array[]): Buffer {
  return createHash("sha1").update(Buffer.concat(parts)).digest();
}

export function sha256(...parts: readonly Uint8Array[]): Buffer {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

/** A number from bytes, the most significant first. */
export function bytesToNumber(bytes: Uint8Array): bigint {
  return BigInt(`0x0${bytes.toHex()}`);
}

/** A number as so many bytes, the most significant first. */
export function numberToBytes(number: bigint, length: number): Buffer {
  return Buffer.from(number.toString(16).padStart(length * 2, "0"), "hex");
}

export function xor(a: Uint8Array, b: Uint8Array): Buffer {
  return Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0)));
}

/** `base ** exponent % modulus` */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let power = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = result * power % modulus;
    power = power * power % modulus;
  }
  return result;
}

/** AES-256 in the "infinite garble extension" mode; `iv` has 32 bytes. */
export function encryptIge(plain: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
  const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  let [before, beforePlain] = [iv.subarray(0, BLOCK_BYTES), iv.subarray(BLOCK_BYTES)];
  const encryptedBlocks = mapBlocks(plain, (block) => {
    const encrypted = xor(cipher.update(xor(block, before)), beforePlain);
    [before, beforePlain] = [encrypted, block];
    return encrypted;
  });
  cipher.final();
  return encryptedBlocks;
}

/** The inverse of {@linkcode encryptIge}. */
export function decryptIge(encrypted: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
  const cipher = createDecipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  let [before, beforePlain] = [iv.subarray(0, BLOCK_BYTES), iv.subarray(BLOCK_BYTES)];
  const plainBlocks = mapBlocks(encrypted, (block) => {
    const plain = xor(cipher.update(xor(block, beforePlain)), before);
    [before, beforePlain] = [block, plain];
    return plain;
  });
  cipher.final();
  return plainBlocks;
}

function mapBlocks(bytes: Uint8Array, map: (block: Uint8Array) => Uint8Array): Buffer {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    blocks.push(map(bytes.subarray(at, at + BLOCK_BYTES)));
  }
  return Buffer.concat(blocks);
}

export interface IgeKey {
  readonly key: Buffer;
  readonly iv: Buffer;
}

/** Who sends a message: each side derives its keys from another part of the authorization key. */
export type Sender = "client" | "server";

const PART: Readonly<Record<Sender, number>> = { client: 0, server: 8 };

/** The key of a message, 16 bytes, from what it holds with its padding. */
export function messageKeyOf(plain: Uint8Array, authKey: Uint8Array, sender: Sender): Buffer {
  const at = 88 + PART[sender];
  return sha256(authKey.subarray(at, at + 32), plain).subarray(8, 24);
}

export function deriveMessageIge(messageKey: Uint8Array, authKey: Uint8Array, sender: Sender): IgeKey {
  const at = PART[sender];
  const a = sha256(messageKey, authKey.subarray(at, at + 36));
  const b = sha256(authKey.subarray(at + 40, at + 76), messageKey);
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)]),
    iv: Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)]),
  };
}

/** The key under which a handshake's last messages are exchanged. */
export function deriveHandshakeIge(serverNonce: Uint8Array, newNonce: Uint8Array): IgeKey {
  const a = sha1(newNonce, serverNonce);
  const b = sha1(serverNonce, newNonce);
  const c = sha1(newNonce, newNonce);
  return {
    key: Buffer.concat([a, b.subarray(0, 12)]),
    iv: Buffer.concat([b.subarray(12), c, newNonce.subarray(0, 4)]),
  };
}
