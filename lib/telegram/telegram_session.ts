import { UserError } from "../core/errors.ts";

/** What a session holds: the key that Telegram knows the account's device by, and the data centre that knows it. */
export interface TelegramSession {
  readonly dcId: number;
  /** Of the data centre: an IPv4 or IPv6 address or a name. */
  readonly hostname: string;
  /** 256 bytes. Whoever has them is logged in. */
  readonly key: Uint8Array;
}

const VERSION = "1";
const KEY_BYTES = 256;
/** GramJS reads a port as a signed number and never uses it, so one that it can read is written. */
const WRITTEN_PORT = 443;

/**
 * Parses a session string of GramJS (also: of this project) or Telethon: `1` and, in base64, the data centre's number,
 * its address, a port and the key. Telethon writes the address in 4 or 16 bytes, GramJS as text behind its length.
 *
 * @throws {UserError} If it is none; the text is not repeated.
 */
export function parseSession(text: string): TelegramSession {
  const bytes = text.startsWith(VERSION) ? decodeBase64(text.slice(VERSION.length)) : null;
  const session = bytes === null ? null : readSession(bytes);
  if (session !== null) return session;
  throw new UserError(
    "Cannot read the Telegram session: it is no session string of GramJS or Telethon; " +
      "make one with: deno task telegram:login",
  );
}

/** Writes a session as GramJS does; the inverse of {@linkcode parseSession}. */
export function formatSession({ dcId, hostname, key }: TelegramSession): string {
  const address = new TextEncoder().encode(hostname);
  const bytes = new Uint8Array(5 + address.length + key.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = dcId;
  view.setUint16(1, address.length);
  bytes.set(address, 3);
  view.setUint16(3 + address.length, WRITTEN_PORT);
  bytes.set(key, 5 + address.length);
  return VERSION + bytes.toBase64();
}

function readSession(bytes: Uint8Array): TelegramSession | null {
  const addressBytes = bytes.length - 1 - 2 - KEY_BYTES;
  const isGramjs = addressBytes > 2 && bytes[1] === 0 && bytes[2] === addressBytes - 2;
  const address = bytes.subarray(1, 1 + Math.max(addressBytes, 0));
  const hostname = isGramjs
    ? new TextDecoder().decode(address.subarray(2))
    : address.length === 4
    ? address.join(".")
    : address.length === 16
    ? formatIpv6(address)
    : null;
  const [dcId = 0] = bytes;
  if (hostname === null || !/^[\w.:-]+$/.test(hostname) || dcId < 1 || dcId > 255) return null;
  return { dcId, hostname, key: bytes.slice(-KEY_BYTES) };
}

function formatIpv6(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from({ length: 8 }, (_, at) => view.getUint16(at * 2).toString(16)).join(":");
}

/** Telethon writes the alphabet that is safe in addresses. */
function decodeBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.fromBase64(text.trim().replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return null;
  }
}
