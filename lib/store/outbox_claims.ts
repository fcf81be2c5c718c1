import * as z from "zod";
import type { DeliveryError, DeliveryKind } from "../schema/outbox.ts";
import type { Queryable, Sql } from "./postgres_client.ts";

/** Who claims what. */
export interface ClaimRequest {
  /** The kinds that this process may send; of these, those are claimed whose gates are open. */
  readonly kinds: readonly DeliveryKind[];
  /** Chats that nothing may be sent to at the moment. */
  readonly exceptTargets: readonly number[];
  readonly limit: number;
  readonly worker: string;
  readonly leaseSeconds: number;
}

const ClaimSchema = z.object({
  id: z.int(),
  kind: z.enum(["broadcast", "dm"]),
  target: z.int(),
  raw_id: z.int(),
  segment: z.int(),
  action: z.enum(["send", "edit", "delete"]),
  claim_id: z.int(),
  attempts: z.int(),
  body: z.string().nullable(),
  sha256: z.string().nullable(),
  sent_message_id: z.int().nullable(),
}).transform((row) => ({
  id: row.id,
  kind: row.kind,
  target: row.target,
  rawId: row.raw_id,
  segment: row.segment,
  action: row.action,
  claimId: row.claim_id,
  /** Tries so far, this one among them. */
  attempts: row.attempts,
  /** Null where it is to be deleted. */
  body: row.body,
  /** Of the body, in hexadecimal. */
  bodySha256: row.sha256,
  /** Null where it is to be sent. */
  messageId: row.sent_message_id,
}));

/** A message that this process, and no other, is to send, edit or delete. */
export type Claim = z.output<typeof ClaimSchema>;

/** How many due rows are looked at to find such of different chats. */
const ROWS_LOOKED_AT = 500;

/** Claims due rows, at most one a chat, those first that have waited longest. */
export async function claimMessages(sql: Queryable, request: ClaimRequest): Promise<Claim[]> {
  const rows = await sql`
    with due as (
      select o.id, o.target, o.run_after
      from outbox o
      where o.status = 'pending' and o.run_after <= now()
        and (o.sent_message_id is not null or o.expires_at > now())
        and o.kind = any (${literal(request.kinds)}::text::text[])
        and o.kind in (select g.kind from delivery_gates g)
        and o.target <> all (${literal(request.exceptTargets)}::text::bigint[])
      order by o.run_after, o.id
      limit ${ROWS_LOOKED_AT}
    ), first as (
      select distinct on (target) id, run_after from due order by target, run_after, id
    ), locked as (
      select o.id from outbox o
      where o.id in (select id from first order by run_after, id limit ${request.limit}) and o.status = 'pending'
      for update skip locked
    )
    update outbox o
    set status = 'sending', attempts = o.attempts + 1, claim_id = nextval('outbox_claim_id_seq'), worker = ${request.worker},
      lease_expires_at = clock_timestamp() + ${request.leaseSeconds} * interval '1 second', updated_at = now(),
      action = case when o.sent_message_id is null then 'send' when o.body is null then 'delete' else 'edit' end
    where o.id in (select id from locked)
    returning o.id, o.kind, o.target, o.raw_id, o.segment, o.action, o.claim_id, o.attempts, o.body,
      encode(o.wanted_sha256, 'hex') as sha256, o.sent_message_id`;
  return z.array(ClaimSchema).parse([...rows]);
}

/** What became of a claim. */
export type ClaimResult =
  /** The text is there; without an id where it was written to a file. */
  | { readonly kind: "there"; readonly messageId: number | null; readonly sha256: string }
  /** The message was taken back. */
  | { readonly kind: "retracted" }
  /** Nothing was done; again after a while. */
  | {
    readonly kind: "again";
    readonly afterMs: number;
    readonly costsAttempt: boolean;
    readonly error: DeliveryError | null;
  }
  /** Nobody knows whether it was sent. */
  | { readonly kind: "unknown"; readonly error: DeliveryError }
  /** Nothing was done, and nothing will be. */
  | { readonly kind: "failed"; readonly error: DeliveryError }
  | { readonly kind: "recipient_gone"; readonly error: DeliveryError };

/**
 * Writes what became of a claim. Where something else should be there by now, the row is pending again.
 *
 * @returns False if the claim was no longer held, and nothing was written.
 */
export async function completeClaim(
  sql: Queryable,
  claim: Pick<Claim, "id" | "claimId">,
  result: ClaimResult,
): Promise<boolean> {
  const error = "error" in result && result.error !== null ? JSON.stringify(result.error) : null;
  const held = sql`o.id = ${claim.id} and o.claim_id = ${claim.claimId} and o.status = 'sending'`;
  const ended =
    sql`action = null, claim_id = null, worker = null, lease_expires_at = null, updated_at = now()`;
  switch (result.kind) {
    case "there": {
      const { messageId, sha256 } = result;
      const written = await sql`
        update outbox o
        set ${ended}, sent_sha256 = decode(${sha256}, 'hex'), sent_at = coalesce(o.sent_at, now()), error_json = null,
          attempts = 0, run_after = now(), sent_message_id = ${messageId}::text::bigint,
          status = case
            when ${messageId}::text::bigint is null then 'written'
            when o.wanted_sha256 is not distinct from decode(${sha256}, 'hex') then 'sent'
            else 'pending'
          end
        where ${held}`;
      return written.count > 0;
    }
    case "retracted": {
      const written = await sql`
        update outbox o
        set ${ended}, sent_sha256 = null, error_json = null, status = 'withheld', withheld_reason = 'retracted'
        where ${held}`;
      return written.count > 0;
    }
    case "again": {
      const written = await sql`
        update outbox o
        set ${ended}, error_json = ${error}::text::jsonb, run_after = now() + ${result.afterMs} * interval '1 millisecond',
          attempts = case when ${result.costsAttempt} then o.attempts else greatest(o.attempts - 1, 0) end,
          status = case when o.sent_message_id is null and o.wanted <> 'open' then 'withheld' else 'pending' end,
          withheld_reason = case when o.sent_message_id is null and o.wanted <> 'open' then o.wanted end
        where ${held}`;
      return written.count > 0;
    }
    case "recipient_gone": {
      const written = await sql`
        update outbox o
        set ${ended}, error_json = ${error}::text::jsonb, status = 'withheld', withheld_reason = 'recipient_gone'
        where ${held}`;
      return written.count > 0;
    }
    case "unknown":
    case "failed": {
      const written = await sql`
        update outbox o set ${ended}, error_json = ${error}::text::jsonb, status = ${result.kind} where ${held}`;
      return written.count > 0;
    }
  }
}

const RescuedSchema = z.object({ unknown: z.int(), repeated: z.int() });

/**
 * Sees to the claims of processes that died: whether a message was sent that they were sending, nobody knows; an edit or a
 * deletion is simply repeated.
 */
export async function rescueClaims(sql: Sql): Promise<z.infer<typeof RescuedSchema>> {
  const rows = await sql`
    with lapsed as (
      select o.id from outbox o where o.status = 'sending' and o.lease_expires_at < clock_timestamp() for update skip locked
    ), rescued as (
      update outbox o
      set status = case when o.action = 'send' then 'unknown' else 'pending' end,
        error_json = case when o.action = 'send' then jsonb_build_object(
          'error', 'lease_lost', 'message', 'the process that was sending it ended before it wrote down how that went'
        ) end,
        action = null, claim_id = null, worker = null, lease_expires_at = null, run_after = now(), updated_at = now()
      where o.id in (select id from lapsed)
      returning o.status
    )
    select count(*) filter (where status = 'unknown') as unknown, count(*) filter (where status = 'pending') as repeated
    from rescued`;
  return RescuedSchema.parse(rows[0]);
}

/** Withholds what could not be sent while its post was new; returns how many. */
export async function expireMessages(sql: Sql): Promise<number> {
  const expired = await sql`
    update outbox set status = 'withheld', withheld_reason = 'too_old', updated_at = now()
    where status = 'pending' and sent_message_id is null and expires_at <= now()`;
  return expired.count;
}

/** A PostgreSQL array literal; as a text it needs no type lookup. */
function literal(values: readonly (string | number)[]): string {
  return `{${values.join(",")}}`;
}
