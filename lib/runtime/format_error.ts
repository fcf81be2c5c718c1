import { errorMessage, ServiceError, UserError } from "../core/errors.ts";

/** Codes of Node, of the PostgreSQL client and of PostgreSQL for a connection that ended or can no longer be made. */
const LOST_CONNECTION = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "57P01",
  "57P02",
  "57P03",
]);

/**
 * Formats an error for the terminal: a user's mistake or a service's failure as its message, a connection lost on the way with what to do, anything else
 * with its causes and stack.
 */
export function formatError(error: unknown): string[] {
  if (error instanceof UserError || error instanceof ServiceError) return [`error: ${error.message}`];
  if (error instanceof Error && "code" in error && LOST_CONNECTION.has(String(error.code))) {
    return [
      `error: Lost the connection to the server (${
        describe(error)
      }): what was stored stays; run the same command again, ` +
      "which starts the embedded PostgreSQL if that has stopped; if it fails again, deno task doctor",
    ];
  }
  const lines = [`error: ${describe(error)}`];
  const seen = new Set<unknown>([error]);
  let cause = error instanceof Error ? error.cause : undefined;
  while (cause !== undefined && cause !== null && !seen.has(cause)) {
    lines.push(`  caused by: ${describe(cause)}`);
    seen.add(cause);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  const stack = error instanceof Error
    ? error.stack?.split("\n").filter((line) => /^\s+at /.test(line))
    : undefined;
  return [...lines, ...stack ?? []];
}

/** Some errors, such as those of several failed connections, have no message of their own. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(describe).join("; ");
  return errorMessage(error) || String(error);
}
