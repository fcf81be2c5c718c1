const RECORD_OR_LIST =
  /\{\s*"id"\s*:\s*-?\d+\s*,\s*"type"\s*:\s*"(?:message|service|unsupported)"|"messages"\s*:\s*\[\s*[{\]]/g;
/** A character a byte, so that places in the text are places among the bytes. */
const BYTE_DECODER = new TextDecoder("latin1");

/**
 * Finds the first message of the same chat that starts at `from` or later, by its first two keys: quotes inside a
 * text are escaped, so no text looks like that. Null if there is none, or another chat's list comes before it.
 */
export function findRecordStart(bytes: Uint8Array, from: number): number | null {
  RECORD_OR_LIST.lastIndex = from;
  const match = RECORD_OR_LIST.exec(BYTE_DECODER.decode(bytes));
  return match?.[0].startsWith("{") ? match.index : null;
}
