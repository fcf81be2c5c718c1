import { errorMessage, UserError } from "../core/errors.ts";

/** Formats an error for the terminal: a user's mistake as its message, anything else with its causes and stack. */
export function formatError(error: unknown): string[] {
  if (error instanceof UserError) return [`error: ${error.message}`];
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
