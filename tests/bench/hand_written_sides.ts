import type { Sql } from "../../lib/store/database.ts";
import { assertDone, BATCH_SIZE, BENCH_VERSION, type DrainWork } from "./drain_work.ts";
import { type Side, timed } from "./interleave.ts";
import { enqueueAnew } from "./version_jobs.ts";

/**
 * The bound: the fewest statements and the least code that still hand out texts and write fenced completions on our
 * table. One loop over one connection; no retries, no heartbeat, no check of what the database returns.
 */
export function handWrittenSide(sql: Sql, work: DrainWork): Side {
  return {
    prepare: () => enqueueAnew(sql),
    run: async () => {
      let done = 0;
      const seconds = await timed(async () => {
        let claimed: { raw_id: number; claim_id: number; raw_text: string }[] = [];
        do {
          const ids = `{${claimed.map(({ raw_id }) => raw_id).join()}}`;
          const claims = `{${claimed.map(({ claim_id }) => claim_id).join()}}`;
          const outputs = work.output && JSON.stringify(claimed.map(() => work.output));
          claimed = await sql<typeof claimed>`
            with finished as (
              update telegram_extractions e
              set status = ${work.output ? "ok" : "skipped"}, skip_reason = ${
            work.output ? null : "nothing_to_do"
          },
                claim_id = null, worker = null, lease_expires_at = null, content_sha256 = e.wanted_sha256,
                canonical_json = f.output, updated_at = now()
              from rows from (
                unnest(${ids}::text::bigint[]), unnest(${claims}::text::bigint[]),
                json_array_elements(${outputs}::text::json)
              ) as f (raw_id, claim_id, output)
              where e.raw_id = f.raw_id and e.pipeline_version = ${BENCH_VERSION}
                and e.claim_id = f.claim_id and e.status = 'processing'
            ), claimed as (${claimBatch(sql)})
            select c.raw_id, c.claim_id, r.raw_text
            from claimed c join telegram_messages_raw r on r.id = c.raw_id`;
          done += claimed.length;
        } while (claimed.length > 0);
      });
      assertDone("The hand-written loop", done, work);
      return { seconds };
    },
  };
}

/** The same statements in a loop inside the server, a commit a batch: no client, no round trip, nothing parsed. */
export function sqlOnlySide(sql: Sql, work: DrainWork): Side {
  const output = work.output ? `'${JSON.stringify(work.output).replaceAll("'", "''")}'::jsonb` : "null";
  const loop = `
    do $loop$
    declare
      ids bigint[] := '{}';
      claims bigint[] := '{}';
      characters bigint;
    begin
      loop
        with finished as (
          update telegram_extractions e
          set status = '${work.output ? "ok" : "skipped"}',
            skip_reason = ${work.output ? "null" : "'nothing_to_do'"},
            claim_id = null, worker = null, lease_expires_at = null, content_sha256 = e.wanted_sha256,
            canonical_json = ${output}, updated_at = now()
          from unnest(ids, claims) as f (raw_id, claim_id)
          where e.raw_id = f.raw_id and e.pipeline_version = '${BENCH_VERSION}'
            and e.claim_id = f.claim_id and e.status = 'processing'
        ), claimed as (${CLAIM_BATCH})
        select array_agg(c.raw_id), array_agg(c.claim_id), sum(length(r.raw_text))
        into ids, claims, characters
        from claimed c join telegram_messages_raw r on r.id = c.raw_id;
        commit;
        exit when ids is null;
      end loop;
    end
    $loop$`;
  return {
    prepare: () => enqueueAnew(sql),
    run: async () => {
      const seconds = await timed(() => sql.unsafe(loop).simple());
      const [row] = await sql<{ done: number }[]>`
        select count(*) as done from telegram_extractions where status in ('ok', 'skipped')`;
      assertDone("SQL alone", row?.done ?? 0, work);
      return { seconds };
    },
  };
}

const CLAIM_BATCH = `
  update telegram_extractions e
  set status = 'processing', attempts = e.attempts + 1, claim_id = nextval('telegram_extractions_claim_id_seq'),
    worker = 'bench', lease_expires_at = clock_timestamp() + interval '1 minute', updated_at = now()
  where e.ctid = any (array(
    select d.ctid
    from telegram_extractions d
    where d.pipeline_version = '${BENCH_VERSION}' and d.status = 'pending' and d.run_after <= now()
    order by d.run_after, d.raw_id
    limit ${BATCH_SIZE}
    for update skip locked
  ))
  returning e.raw_id, e.claim_id`;

function claimBatch(sql: Sql) {
  return sql.unsafe(CLAIM_BATCH);
}
