import type { Database } from "./database.ts";
import { serverLog } from "./embedded_data.ts";
import { chooseEmbeddedPlace } from "./embedded_place.ts";

/** What to do when an open database can no longer be reached: a sentence to put behind the failure's. */
export function outageRemedy({ kind, description }: Pick<Database, "kind" | "description">): string {
  return kind === "embedded"
    ? `If the embedded PostgreSQL at ${description} has stopped, deno task db start starts it again (its log: ${
      serverLog(chooseEmbeddedPlace())
    })`
    : `If the server at ${description} has stopped, start it, or see deno task doctor`;
}
