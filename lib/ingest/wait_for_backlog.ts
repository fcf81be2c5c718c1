import { loadRemaining } from "../queue/lease_protocol.ts";
import { waitUnlessAborted } from "../runtime/wait_unless_aborted.ts";
import type { Sql } from "../store/database.ts";
import { type RepeatOptions, repeatStatement } from "../store/repeat_statement.ts";

const LOOK_MS = 1000;

/**
 * Waits while more jobs of a version are due than `most`, or until the signal is aborted.
 *
 * @param onWait Told how many are due, every second of the wait.
 */
export async function waitForBacklog(
  sql: Sql,
  version: string,
  most: number,
  options: RepeatOptions & { readonly onWait?: (due: number) => void },
): Promise<void> {
  while (true) {
    const { due } = await repeatStatement(() => loadRemaining(sql, version, 0), options);
    if (due <= most) return;
    options.onWait?.(due);
    if (!await waitUnlessAborted(LOOK_MS, options.signal)) return;
  }
}
