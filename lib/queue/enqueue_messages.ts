import * as z from "zod";
import type { Transaction } from "../store/postgres_client.ts";
import { JOBS_CHANNEL } from "./jobs_channel.ts";

const EnqueuedRowSchema = z.object({ inserted: z.int(), reset: z.int() });

/**
 * Makes jobs of messages that the same transaction has stored: of posts that are new to the version, and again of those whose text
 * changed or that are back after a deletion. Workers hear of it with the commit.
 *
 * @param version Known already; see `ensureVersion`.
 * @returns How many jobs became due.
 */
export async function enqueueMessages(
  transaction: Transaction,
  version: string,
  channelId: number,
  messageIds: readonly number[],
): Promise<number> {
  if (messageIds.length === 0) return 0;
  const rows = await transaction`
    select inserted, reset
    from queue_enqueue_messages(${version}, ${channelId}, ${`{${messageIds.join(",")}}`}::text::bigint[])`;
  const { inserted, reset } = EnqueuedRowSchema.parse(rows[0]);
  if (inserted + reset > 0) await transaction`select pg_notify(${JOBS_CHANNEL}, ${version})`;
  return inserted + reset;
}
