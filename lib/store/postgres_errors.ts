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
 * SQLSTATEs of a server that is away and may come back: class 08 (connection exception), 57P01 to 57P03 (shut down, crashed,
 * starting up), 25P03 and 57P05 (idle time-outs), class 53 (no connection, memory or room on the disk left).
 */
const AWAY = /^(08...|57P0[1235]|25P03|53...)$/;
/** Serialization failure, deadlock, lock not available: another transaction went first. */
const CONTENTION = /^(40001|40P01|55P03)$/;

/** Whether the same statement may succeed in a moment: the server or the way to it is gone, or another transaction went first. */
export function isPassingError(error: unknown): boolean {
  return isOutage(error) || CONTENTION.test(codeOf(error) ?? "");
}

/** Whether the server or the way to it is gone, or the server has no room. */
export function isOutage(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && (CONNECTION_CODES.has(code) || AWAY.test(code));
}

/**
 * Whether the server refused a value: SQLSTATE class 22 (data exception), 23 (constraint violation) or 54 (a limit of the server,
 * such as how deep JSON may be nested).
 */
export function isDataError(error: unknown): boolean {
  const code = codeOf(error);
  return code !== null && /^(22|23|54)...$/.test(code);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
