/** Error codes with which postgres.js and node:net report a connection that is gone. */
const CONNECTION_CODES = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * Whether an error means that the server or the connection to it went away and may come back: SQLSTATE class 08 (connection
 * exception), 57P01 to 57P03 (shut down, crashed, starting up), 25P03 and 57P05 (idle time-outs), or the client's own codes.
 */
export function isConnectionError(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null &&
    (CONNECTION_CODES.has(code) || code.startsWith("08") || /^(57P0[1235]|25P03)$/.test(code));
}

/** Whether the server refused a value: SQLSTATE class 22 (data exception) or 23 (constraint violation). */
export function isDataError(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && /^2[23]...$/.test(code);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
