/**
 * A mistake the user can mend: a wrong setting, a file that is not an export, a database that is behind.
 * Printed without a stack; the process ends with exit code 2. The message says what was tried, what was found
 * and what to do: `Cannot read SINCE_ISO: found "yesterday"; write an instant with a zone, like ...`.
 * It never holds message text, phone numbers or secrets.
 */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** A limit that the user set was reached: nothing went wrong, but work remains; the process ends with exit code 1. */
export class LimitError extends UserError {}

/** The same mistake or limit in other words. */
export function restateError(error: UserError, message: string): UserError {
  const options = { cause: error };
  return error instanceof LimitError ? new LimitError(message, options) : new UserError(message, options);
}

/**
 * What a service at the other end of a line did, or the line itself: nobody's mistake here, and where in the code it was met says
 * nothing. Its message never holds message text, phone numbers or secrets.
 */
export class ServiceError extends Error {
  override readonly name: string = "ServiceError";
}

/** Whether something was thrown because a signal told it to stop. */
export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

/** The message of anything thrown, without its stack. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
