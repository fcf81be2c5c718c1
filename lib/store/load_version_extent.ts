import type { Queryable } from "./database.ts";

/** How many messages a version has jobs for, and between which dates they were posted. */
export interface VersionExtent {
  readonly messages: number;
  /** Null where there are none, or none has a date. */
  readonly first: Date | null;
  readonly last: Date | null;
}

/** Loads the extent of a version, over all channels and dates. */
export async function loadVersionExtent(sql: Queryable, version: string): Promise<VersionExtent> {
  const [extent] = await sql<VersionExtent[]>`
    select count(*) as messages, min(r.message_date) as first, max(r.message_date) as last
    from telegram_extractions e
    join telegram_messages_raw r on r.id = e.raw_id
    where e.pipeline_version = ${version}`;
  return extent ?? { messages: 0, first: null, last: null };
}
