import * as z from "zod";
import type { Queryable, Sql } from "./database.ts";

const VersionReplaySchema = z.object({
  version_a: z.string(),
  version_b: z.string(),
  /** The field in which they disagree; null where any counted. */
  path: z.string().nullable(),
  /** The kind of difference; null where any counted. */
  kind: z.string().nullable(),
  posts: z.int(),
  /** As PostgreSQL writes a time, which is ISO 8601. */
  at: z.string(),
});

/** That posts were enqueued under a version because two others disagree on them. */
export type VersionReplay = z.infer<typeof VersionReplaySchema>;

/** Notes a replay, as of now, with a version, which must be there; in the place of one of the same disagreements. */
export async function saveReplay(
  sql: Sql,
  version: string,
  replay: Omit<VersionReplay, "at">,
): Promise<void> {
  const noted = JSON.stringify(replay);
  const { posts: _, ...disagreements } = replay;
  await sql`
    update pipeline_versions
    set replays = coalesce(
      (
        select jsonb_agg(known order by place) from jsonb_array_elements(replays) with ordinality as r (known, place)
        where not known @> ${JSON.stringify(disagreements)}::text::jsonb
      ), '[]'
    ) || jsonb_build_array(${noted}::text::jsonb || jsonb_build_object('at', now()))
    where version = ${version}`;
}

/** Loads the replays of a version, the oldest first. */
export async function loadReplays(sql: Queryable, version: string): Promise<VersionReplay[]> {
  const rows = await sql`select replays from pipeline_versions where version = ${version}`;
  return z.array(VersionReplaySchema).parse(rows[0]?.["replays"] ?? []);
}
