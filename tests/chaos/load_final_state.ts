import type { Sql } from "../../lib/store/database.ts";

/** How the jobs of a version stand at the end. */
export interface FinalState {
  /** Messages, each of which must be a job. */
  readonly jobs: number;
  /** Neither ok nor skipped on the newest text, or with an output that the newest text does not give. */
  readonly lost: number;
}

/**
 * Looks at the jobs of a version.
 *
 * @param expected A version that was drained in peace, to compare outputs with; null where an output repeats its text.
 */
export async function loadFinalState(
  sql: Sql,
  version: string,
  expected: string | null,
): Promise<FinalState> {
  const rows = await sql<FinalState[]>`
    select count(*) as jobs,
      count(*) filter (where
        e.content_sha256 is distinct from r.text_sha256
        or e.status not in ('ok', 'skipped')
        or case
          when ${expected}::text is null then
            e.canonical_json ->> 'text' is distinct from r.raw_text
            or replace(e.canonical_json ->> 'copies', r.raw_text, '') is distinct from ''
          else (e.status, e.skip_reason, e.canonical_json) is distinct from (x.status, x.skip_reason, x.canonical_json)
        end
      ) as lost
    from telegram_messages_raw r
    left join telegram_extractions e on e.raw_id = r.id and e.pipeline_version = ${version}
    left join telegram_extractions x on x.raw_id = r.id and x.pipeline_version = ${expected}`;
  const [state] = rows;
  if (state === undefined) throw new Error("counting returned no row");
  return state;
}
