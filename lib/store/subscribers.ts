import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

const SubscriberSchema = z.object({
  id: z.int(),
  chat_id: z.int(),
  subjects: z.array(z.string()),
  levels: z.array(z.string()),
  areas: z.array(z.string()),
  min_rate: z.number().nullable(),
  last_served_us: z.int().nullable(),
}).transform((row) => ({
  id: row.id,
  chatId: row.chat_id,
  subjects: row.subjects,
  levels: row.levels,
  areas: row.areas,
  minRate: row.min_rate,
  lastServedUs: row.last_served_us,
}));

/** Loads everyone who gets direct messages, in the order of their subscribing. */
export async function loadActiveSubscribers(sql: Queryable): Promise<z.output<typeof SubscriberSchema>[]> {
  const rows = await sql`
    select id, chat_id, to_json(subjects) as subjects, to_json(levels) as levels, to_json(areas) as areas,
      min_rate::double precision as min_rate,
      (extract(epoch from last_served_at) * 1000000)::bigint as last_served_us
    from subscribers where is_active order by id`;
  return z.array(SubscriberSchema).parse([...rows]);
}

/** Notes when messages to these subscribers were planned, in microseconds since 1970. */
export async function markServed(sql: Queryable, servedUs: ReadonlyMap<number, number>): Promise<void> {
  const json = JSON.stringify([...servedUs].map(([id, us]) => ({ id, us })));
  await sql`
    update subscribers s set last_served_at = 'epoch'::timestamptz + n.us * interval '1 microsecond', updated_at = now()
    from json_to_recordset(${json}::text::json) as n (id bigint, us bigint)
    where s.id = n.id`;
}

/**
 * Leaves a chat alone that is not there any more or blocks the bot: its subscriber becomes inactive, and what waits for it is
 * withheld.
 */
export async function deactivateSubscriber(sql: Queryable, chatId: number, reason: string): Promise<void> {
  await sql`
    with gone as (
      update subscribers set is_active = false, inactive_reason = ${reason}, updated_at = now()
      where chat_id = ${chatId} and is_active
    )
    update outbox set status = 'withheld', withheld_reason = 'recipient_gone', updated_at = now()
    where kind = 'dm' and target = ${chatId} and status = 'pending'`;
}
