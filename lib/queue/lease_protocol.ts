import * as z from "zod";
import type { Sql } from "../store/postgres_client.ts";
import { type Job, JobSchema } from "./job.ts";
import type { WritableResult } from "./result.ts";

/** Whose jobs, and for how long a claim holds them. */
export interface Lease {
  readonly version: string;
  /** A name for the worker that says where to look for it: host, process, run. */
  readonly worker: string;
  readonly leaseSeconds: number;
}

const CompletedSchema = z.array(z.object({
  raw_id: z.int(),
  claim_id: z.int(),
  outcome: z.enum(["ok", "skipped", "failed", "retry", "release", "edited"]),
}));
const FusedRowSchema = z.tuple([z.object({
  completed: CompletedSchema.nullable(),
  claimed: z.array(JobSchema).nullable(),
})]);

/** A result that was written: by its claim, with what was stored. */
export type Completed = z.infer<typeof CompletedSchema>[number];

/**
 * Writes `results` and claims up to `limit` due jobs, in one round trip and one commit. A result that is missing from
 * `completed` came too late: its job had been claimed anew or finished otherwise, and nothing was changed.
 */
export async function completeAndClaimJobs(
  sql: Sql,
  lease: Lease,
  results: readonly WritableResult[],
  limit: number,
): Promise<{ completed: Completed[]; claimed: Job[] }> {
  const json = `[${results.map((result) => result.json).join(",")}]`;
  const rows = await sql`
    select completed, claimed
    from queue_complete_and_claim(
      ${lease.version}, ${json}::text::json, ${lease.worker}, ${limit}, ${lease.leaseSeconds}
    )`;
  const [row] = FusedRowSchema.parse([...rows]);
  return { completed: row.completed ?? [], claimed: row.claimed ?? [] };
}

/** The heartbeat: gives the claims of these jobs more time and returns the ids of those that are no longer held. */
export async function extendLeases(sql: Sql, lease: Lease, jobs: readonly Job[]): Promise<number[]> {
  const rows = await sql`
    select lost
    from queue_extend_leases(
      ${lease.version}, ${arrayLiteral(jobs.map((job) => job.rawId))}::text::bigint[],
      ${arrayLiteral(jobs.map((job) => job.claimId))}::text::bigint[], ${lease.leaseSeconds}
    ) as lost`;
  return rows.map((row) => z.int().parse(row["lost"]));
}

/** Returns the jobs of a version whose lease ran out to the queue; those that did so `maxLostLeases` times fail. */
export async function rescueJobs(
  sql: Sql,
  version: string,
  maxLostLeases: number,
): Promise<{ rescued: number; failed: number }> {
  const rows = await sql`select rescued, failed from queue_rescue(${version}, ${maxLostLeases})`;
  return z.object({ rescued: z.int(), failed: z.int() }).parse(rows[0]);
}

const RemainingSchema = z.object({
  due: z.int(),
  due_soon: z.int(),
  due_later: z.int(),
  leased: z.int(),
  next_in_ms: z.number().nullable(),
}).transform((row) => ({
  due: row.due,
  dueSoon: row.due_soon,
  dueLater: row.due_later,
  leased: row.leased,
  nextInMs: row.next_in_ms,
}));

/** What is left of a version: due now, due within the horizon, due later, leased; milliseconds until the next falls due. */
export type Remaining = z.infer<typeof RemainingSchema>;

/** Counts what is left of a version. */
export async function loadRemaining(sql: Sql, version: string, horizonSeconds: number): Promise<Remaining> {
  const rows = await sql`
    select due, due_soon, due_later, leased,
      (extract(epoch from next_run_after - database_now) * 1000)::double precision as next_in_ms
    from queue_remaining(${version}, ${horizonSeconds})`;
  return RemainingSchema.parse(rows[0]);
}

/** A PostgreSQL array literal; as a text it needs no type lookup, which poolers in transaction mode would repeat. */
function arrayLiteral(numbers: readonly number[]): string {
  return `{${numbers.join(",")}}`;
}
