import * as z from "zod";
import type { DeliveryKind } from "../schema/outbox.ts";
import type { Queryable, Sql } from "./postgres_client.ts";

/**
 * Opens a gate, or leaves an open one as it is. What still waited from the last time that it was open is withheld.
 *
 * @returns Since when it is open: only posts from then on are announced.
 */
export async function openGate(sql: Sql, kind: DeliveryKind, now: Date): Promise<Date> {
  const { openedAt } = await sql.begin(async (transaction) => {
    const opened = await transaction`
      insert into delivery_gates (kind, opened_at) values (${kind}, ${now.toISOString()}::timestamptz)
      on conflict do nothing`;
    if (opened.count > 0) {
      await transaction`
        update outbox set status = 'withheld', withheld_reason = 'gate_closed', updated_at = now()
        where kind = ${kind} and status = 'pending' and sent_message_id is null`;
    }
    return { openedAt: await loadOpening(transaction, kind) };
  });
  return openedAt ?? now;
}

/** Closes a gate; returns whether it was open. */
export async function closeGate(sql: Queryable, kind: DeliveryKind): Promise<boolean> {
  const closed = await sql`delete from delivery_gates where kind = ${kind}`;
  return closed.count > 0;
}

/** Closes all gates. */
export async function closeGates(sql: Queryable): Promise<void> {
  await sql`delete from delivery_gates`;
}

/** Since when a gate is open; null where it is closed. */
export async function loadOpening(sql: Queryable, kind: DeliveryKind): Promise<Date | null> {
  const rows = await sql`select opened_at from delivery_gates where kind = ${kind}`;
  return z.array(z.object({ opened_at: z.date() })).parse([...rows])[0]?.opened_at ?? null;
}
