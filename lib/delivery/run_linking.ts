import type { Domain } from "../extraction/domain.ts";
import { waitUnlessAborted } from "../runtime/wait_unless_aborted.ts";
import type { Sql } from "../store/database.ts";
import { type RepeatOptions, repeatStatement } from "../store/repeat_statement.ts";
import { linkAssignments } from "./link_assignments.ts";

export interface LinkingOptions extends RepeatOptions {
  /** How often to look for posts that changed. */
  readonly everySeconds: number;
  /** Only posts of so many days are looked at. */
  readonly days: number;
  readonly now: () => Date;
}

const DAY_MS = 86_400_000;

/**
 * Keeps the links of the live version up to date until the signal is aborted.
 *
 * @throws If the database stays unreachable.
 */
export async function runLinking<Fields extends object>(
  sql: Sql,
  domain: Domain<Fields>,
  options: LinkingOptions,
): Promise<void> {
  const { everySeconds, days, now, signal } = options;
  do {
    const since = new Date(now().getTime() - days * DAY_MS);
    await repeatStatement(() => linkAssignments(sql, domain, { since, signal }), options);
  } while (await waitUnlessAborted(everySeconds * 1000, signal));
}
