import { Buffer } from "node:buffer";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { Api, helpers } from "../../lib/telegram/gramjs.ts";
import type { TelegramPlace } from "../../lib/telegram/telegram_place.ts";
import { formatBytes, type Long, readObject, toLong } from "./mtproto_codec.ts";
import {
  bytesToNumber,
  decryptIge,
  deriveHandshakeIge,
  encryptIge,
  modPow,
  numberToBytes,
  sha1,
  sha256,
  xor,
} from "./mtproto_crypto.ts";

/** Telegram's own prime and base: clients refuse to check any other. */
export const DH_PRIME = BigInt(
  "0xc71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4dbfa336f6e0ac925139543aed44cce7c37" +
    "20fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f642477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4" +
    "a4a695811051907e162753b56b0f6b410dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4" +
    "e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf6f4fadf034b10403119cd8e3b92fcc5b",
);
export const DH_BASE = 3;
const KEY_BYTES = 256;
/** 0x494c553b * 0x53911073, for the client to take apart. */
const PQ = Buffer.from("17ed48941a08f981", "hex");

/** The key pair that a server proves itself with. */
export interface ServerKey {
  readonly modulus: bigint;
  readonly exponent: number;
  readonly secret: bigint;
  readonly fingerprint: bigint;
}

export function makeServerKey(): ServerKey {
  const { n = "", d = "", e = "" } = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey
    .export({ format: "jwk" });
  const [modulus, secret, exponent] = [n, d, e].map((part) => Buffer.from(part, "base64url"));
  if (modulus === undefined || secret === undefined || exponent === undefined) throw new Error("No RSA key");
  return {
    modulus: bytesToNumber(modulus),
    exponent: Number(bytesToNumber(exponent)),
    secret: bytesToNumber(secret),
    fingerprint: sha1(formatBytes(modulus), formatBytes(exponent)).readBigInt64LE(12),
  };
}

/** How a client is told to trust a server with that key. */
export function publicKeyOf({ modulus, exponent, fingerprint }: ServerKey): TelegramPlace["publicKey"] {
  return { modulus, exponent, fingerprint };
}

/** One connection's way to a common key, which only the two sides know: the steps of core.telegram.org/mtproto/auth_key. */
export class Handshake {
  readonly #serverKey: ServerKey;
  readonly #onKey: (key: Buffer) => void;
  readonly #serverNonce = randomBytes(16);
  readonly #exponent = bytesToNumber(randomBytes(KEY_BYTES));
  #newNonce: Buffer | null = null;

  /** @param onKey Given the key, 256 bytes, when both have it. */
  constructor(serverKey: ServerKey, onKey: (key: Buffer) => void) {
    this.#serverKey = serverKey;
    this.#onKey = onKey;
  }

  /**
   * The answer to a step of the client.
   *
   * @throws If the step is none, or breaks the protocol.
   */
  async answer(step: unknown): Promise<{ getBytes(): Buffer }> {
    if (step instanceof Api.ReqPqMulti) return this.#introduce(step);
    if (step instanceof Api.ReqDHParams) return await this.#offer(step);
    if (step instanceof Api.SetClientDHParams) return await this.#agree(step);
    throw new Error("Cannot shake hands: that is no step of a handshake");
  }

  #introduce({ nonce }: Api.ReqPqMulti): Api.ResPQ {
    return new Api.ResPQ({
      nonce,
      serverNonce: nonceOf(this.#serverNonce),
      pq: PQ,
      serverPublicKeyFingerprints: [toLong(this.#serverKey.fingerprint)],
    });
  }

  async #offer({ nonce, encryptedData }: Api.ReqDHParams): Promise<Api.ServerDHParamsOk> {
    const inner = await readObject(this.#decryptRsaPad(encryptedData));
    if (!(inner instanceof Api.PQInnerData)) {
      throw new Error("Cannot shake hands: the client's secret is none");
    }
    this.#newNonce = helpers.toSignedLittleBuffer(inner.newNonce, 32);
    const offer = new Api.ServerDHInnerData({
      nonce,
      serverNonce: nonceOf(this.#serverNonce),
      g: DH_BASE,
      dhPrime: numberToBytes(DH_PRIME, KEY_BYTES),
      gA: numberToBytes(modPow(BigInt(DH_BASE), this.#exponent, DH_PRIME), KEY_BYTES),
      serverTime: Math.floor(Date.now() / 1000),
    }).getBytes();
    const { key, iv } = deriveHandshakeIge(this.#serverNonce, this.#newNonce);
    const plain = Buffer.concat([sha1(offer), offer]);
    const padding = Buffer.alloc(-plain.length & 15);
    return new Api.ServerDHParamsOk({
      nonce,
      serverNonce: nonceOf(this.#serverNonce),
      encryptedAnswer: encryptIge(Buffer.concat([plain, padding]), key, iv),
    });
  }

  async #agree(
    { nonce, encryptedData }: Api.SetClientDHParams,
  ): Promise<Api.DhGenOk | Api.DhGenRetry> {
    const newNonce = this.#newNonce;
    if (newNonce === null) throw new Error("Cannot shake hands: a step was left out");
    const { key: aesKey, iv } = deriveHandshakeIge(this.#serverNonce, newNonce);
    const inner = await readObject(decryptIge(encryptedData, aesKey, iv).subarray(20));
    if (!(inner instanceof Api.ClientDHInnerData)) {
      throw new Error("Cannot shake hands: the client's half is none");
    }
    const key = numberToBytes(modPow(bytesToNumber(inner.gB), this.#exponent, DH_PRIME), KEY_BYTES);
    const serverNonce = nonceOf(this.#serverNonce);
    const hash = (number: number) =>
      nonceOf(sha1(newNonce, Buffer.from([number]), sha1(key).subarray(0, 8)).subarray(4, 20));
    // GramJS drops leading zeros of a key, and so ends up with another one.
    if (key[0] === 0) return new Api.DhGenRetry({ nonce, serverNonce, newNonceHash2: hash(2) });
    this.#onKey(key);
    return new Api.DhGenOk({ nonce, serverNonce, newNonceHash1: hash(1) });
  }

  /** RSA_PAD backwards: what the client wrapped, with its padding behind it. */
  #decryptRsaPad(encrypted: Buffer): Buffer {
    const { modulus, secret } = this.#serverKey;
    const bytes = numberToBytes(modPow(bytesToNumber(encrypted), secret, modulus), KEY_BYTES);
    const wrapped = bytes.subarray(32);
    const key = xor(bytes.subarray(0, 32), sha256(wrapped));
    const plain = decryptIge(wrapped, key, Buffer.alloc(32));
    const padded = Buffer.from(plain.subarray(0, 192)).reverse();
    if (!sha256(key, padded).equals(plain.subarray(192))) {
      throw new Error("Cannot shake hands: the hash of the client's secret does not fit");
    }
    return padded;
  }
}

function nonceOf(bytes: Buffer): Long {
  return helpers.readBigIntFromBuffer(bytes, true, true);
}
