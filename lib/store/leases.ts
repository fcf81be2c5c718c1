import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

/** Who wants what for itself. */
export interface LeaseRequest {
  /** What only one process at a time may use. */
  readonly name: string;
  /** Where to look for the holder: host and process; no other has the same name. */
  readonly holder: string;
  /** What the holder does with it: `live`. */
  readonly purpose: string;
  /** How long it stays the holder's without a sign of life. */
  readonly leaseSeconds: number;
}

/** Somebody else's lease. */
export interface ForeignLease {
  readonly holder: string;
  readonly purpose: string;
  readonly acquiredAt: Date;
  /** Until when it stays theirs without a sign of life, each of which puts it off. */
  readonly expiresAt: Date;
  /** The same from now. */
  readonly secondsLeft: number;
}

const AcquiredRowSchema = z.object({ token: z.int() });
const ForeignRowSchema = z.object({
  holder: z.string(),
  purpose: z.string(),
  acquired_at: z.date(),
  expires_at: z.date(),
  seconds_left: z.number(),
});

/** Takes a lease that is free, has run out, or is the holder's own: an answer may have been lost. */
export async function acquireLease(
  sql: Queryable,
  { name, holder, purpose, leaseSeconds }: LeaseRequest,
): Promise<{ readonly token: number } | { readonly heldBy: ForeignLease }> {
  // Where the foreign lease runs out or is given back between the two statements, the next round takes it.
  while (true) {
    const [acquired] = await sql`
      insert into leases as known (name, holder, purpose, token, expires_at)
      values (
        ${name}, ${holder}, ${purpose}, nextval('leases_token_seq'),
        clock_timestamp() + ${leaseSeconds} * interval '1 second'
      )
      on conflict (name) do update set
        holder = excluded.holder, purpose = excluded.purpose, token = excluded.token, acquired_at = now(),
        expires_at = excluded.expires_at
      where known.expires_at < clock_timestamp() or known.holder = excluded.holder
      returning token`;
    if (acquired !== undefined) return { token: AcquiredRowSchema.parse(acquired).token };
    const [foreign] = await sql`
      select holder, purpose, acquired_at, expires_at,
        extract(epoch from expires_at - clock_timestamp())::float8 as seconds_left
      from leases
      where name = ${name} and expires_at >= clock_timestamp()`;
    if (foreign === undefined) continue;
    const row = ForeignRowSchema.parse(foreign);
    return {
      heldBy: {
        holder: row.holder,
        purpose: row.purpose,
        acquiredAt: row.acquired_at,
        expiresAt: row.expires_at,
        secondsLeft: row.seconds_left,
      },
    };
  }
}

/** Gives a lease more time. Returns whether it was still held: one that ran out and was not taken by another counts as held. */
export async function extendLease(
  sql: Queryable,
  name: string,
  token: number,
  leaseSeconds: number,
): Promise<boolean> {
  const extended = await sql`
    update leases set expires_at = clock_timestamp() + ${leaseSeconds} * interval '1 second'
    where name = ${name} and token = ${token}`;
  return extended.count > 0;
}

/** Gives a lease back, if it is still held. */
export async function releaseLease(sql: Queryable, name: string, token: number): Promise<void> {
  await sql`delete from leases where name = ${name} and token = ${token}`;
}
