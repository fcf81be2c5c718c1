import { errorMessage, UserError } from "../core/errors.ts";

/** Formats an error for the terminal: a user's mistake as its message, anything else with its causes and stack. */
export function formatError(error: unknown): string[] {
  if (error instanceof UserError) return [`error: ${error.message}`];
  const lines = [`error: ${errorMessage(error)}`];
  const seen = new Set<unknown>([error]);
  let cause = error instanceof Error ? error.cause : undefined;
  while (cause !== undefined && cause !== null && !seen.has(cause)) {
    lines.push(`  caused by: ${errorMessage(cause)}`);
    seen.add(cause);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  const stack = error instanceof Error
    ? error.stack?.split("\n").filter((line) => /^\s+at /.test(line))
    : undefined;
  return [...lines, ...stack ?? []];
}
