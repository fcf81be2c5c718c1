import { DELIVERY_DEFAULTS, type DeliveryOptions, runDelivery } from "../../lib/delivery/run_delivery.ts";
import type { DeliveryTotals } from "../../lib/delivery/delivery_totals.ts";
import {
  planDeliveries,
  type PlannedDeliveries,
  type PlanOptions,
} from "../../lib/delivery/plan_deliveries.ts";
import { openGate } from "../../lib/store/delivery_gates.ts";
import type { DeliveryKind } from "../../lib/schema/outbox.ts";
import type { TuitionAssignment } from "../../lib/schema/tuition_assignment.ts";
import type { Sql } from "../../lib/store/database.ts";
import { storeMessages } from "./stored_messages.ts";
import { storeOutputs } from "./stored_outputs.ts";
import { openTestDatabase, type TestDatabase } from "./test_database.ts";
import { until } from "./until.ts";

/** The moment of the plans, unless told otherwise; the database's clock decides when a message may be claimed. */
export const NOW = new Date();
/** When the gates of {@linkcode openDeliveries} opened; its posts were written a minute later. */
export const OPENED_AT = new Date(NOW.getTime() - 3_600_000);
export const POSTED_AT = new Date(OPENED_AT.getTime() + 60_000).toISOString();
/** The channel that is announced in. */
export const TARGET = -1009;

/** A database in which version v1 is live, with a post for each output, and gates that are open. */
export async function openDeliveries(
  outputs: readonly Partial<TuitionAssignment>[],
  { postedAt = POSTED_AT, openedAt = OPENED_AT, kinds = ["broadcast", "dm"] }: {
    postedAt?: string;
    openedAt?: Date;
    kinds?: readonly DeliveryKind[];
  } = {},
): Promise<TestDatabase & { readonly rawIds: number[] }> {
  const test = await openTestDatabase();
  const posts = outputs.map((_, index) => ({ text: `post ${index + 1}`, date: postedAt }));
  const rawIds = await storeMessages(test.sql, posts);
  await storeOutputs(test.sql, "v1", rawIds.map((rawId, index) => ({ rawId, output: outputs[index] ?? {} })));
  await test.sql`update pipeline_versions set promoted_at = now()`;
  for (const kind of kinds) await openGate(test.sql, kind, openedAt);
  return { ...test, rawIds };
}

/** Numbered assignments: A1, A2, ... */
export function assignments(count: number): Partial<TuitionAssignment>[] {
  return Array.from({ length: count }, (_, index) => ({
    assignment_code: `A${index + 1}`,
    academic_display_text: "Sec 3 Physics",
  }));
}

/** Does to a post what an extraction of its edited text does. */
export async function extractAgain(
  sql: Sql,
  rawId: number,
  output: Partial<TuitionAssignment>,
): Promise<void> {
  await sql`
    update telegram_extractions
    set canonical_json = canonical_json || ${
    JSON.stringify(output)
  }::text::jsonb, status = 'ok', skip_reason = null,
      updated_at = clock_timestamp()
    where raw_id = ${rawId} and pipeline_version = 'v1'`;
}

/** Plans one kind. */
export async function plan(
  sql: Sql,
  kind: DeliveryKind = "broadcast",
  changes: Partial<PlanOptions> = {},
  now = NOW,
): Promise<PlannedDeliveries> {
  const options = { ...DELIVERY_DEFAULTS, version: null, channelIds: [TARGET], ...changes };
  const { planned } = await sql.begin(async (transaction) => ({
    planned: await planDeliveries(transaction, kind, options, now),
  }));
  return planned;
}

/** Every message of the outbox in a word or two, such as `-1009 1/0 pending open`. */
export async function loadOutbox(sql: Sql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select concat_ws(' ', target, raw_id || '/' || segment, status, withheld_reason, wanted) as line
    from outbox order by target, raw_id, segment`;
  return rows.map(({ line }) => line);
}

/** How many messages are in each status. */
export async function loadOutboxStatuses(sql: Sql): Promise<Record<string, number>> {
  const rows = await sql<
    { status: string; count: number }[]
  >`select status, count(*) from outbox group by status`;
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

/** The pace of a server of our own. */
export const NO_PACE = { chatEveryMs: 0, perMinuteToGroup: Infinity, perSecond: Infinity };

/** Runs deliveries of the gate `broadcast` until something holds, then stops them. */
export async function deliverUntil(
  sql: Sql,
  options: Pick<DeliveryOptions, "sender"> & Partial<DeliveryOptions>,
  holds: () => boolean | Promise<boolean>,
): Promise<DeliveryTotals> {
  const stop = new AbortController();
  const running = runDelivery(sql, {
    ...DELIVERY_DEFAULTS,
    idleSeconds: 0.02,
    changesSeconds: 0,
    kinds: ["broadcast"],
    version: null,
    channelIds: [TARGET],
    worker: "test",
    signal: stop.signal,
    now: () => NOW,
    ...options,
  });
  try {
    await Promise.race([until(holds, 20_000), running]);
  } finally {
    stop.abort();
  }
  return await running;
}
