import { errorMessage, UserError } from "../core/errors.ts";
import type { Database } from "./database.ts";
import { serverLog } from "./embedded_data.ts";
import { chooseEmbeddedPlace } from "./embedded_place.ts";
import { isOutage } from "./postgres_errors.ts";

/** What to do when an open database can no longer be reached: a sentence to put behind the failure's. */
export function outageRemedy({ kind, description }: Pick<Database, "kind" | "description">): string {
  return kind === "embedded"
    ? `If the embedded PostgreSQL at ${description} has stopped, deno task db start starts it again (its log: ${
      serverLog(chooseEmbeddedPlace())
    })`
    : `If the server at ${description} has stopped, start it, or see deno task doctor`;
}

/**
 * Turns an outage that lasted into an error that says what to do, for what can be gone on with by running it again.
 *
 * @param work What was going on: `finish the import`.
 * @returns Null if the error is of another kind.
 */
export function explainOutage(
  cause: unknown,
  work: string,
  database: Pick<Database, "kind" | "description">,
): UserError | null {
  if (!isOutage(cause)) return null;
  return new UserError(
    `Cannot ${work}: the database cannot be reached (${errorMessage(cause)}). ` +
      `What was stored stays; the same command goes on from there. ${outageRemedy(database)}`,
    { cause },
  );
}
