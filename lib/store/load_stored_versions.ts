import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

/** What there is of a version. */
export interface StoredVersionCounts {
  readonly version: string;
  /** Null before its first drain. */
  readonly extractor: string | null;
  readonly model: string | null;
  readonly isLive: boolean;
  readonly createdAt: Date;
  /** Jobs by status; the last is pending and processing. */
  readonly ok: number;
  readonly skipped: number;
  readonly failed: number;
  readonly unfinished: number;
}

const RowSchema = z.object({
  version: z.string(),
  extractor: z.string().nullable(),
  model: z.string().nullable(),
  is_live: z.boolean(),
  created_at: z.date(),
  ok: z.int(),
  skipped: z.int(),
  failed: z.int(),
  unfinished: z.int(),
}).transform(({ is_live, created_at, ...row }): StoredVersionCounts => ({
  ...row,
  isLive: is_live,
  createdAt: created_at,
}));

/** Loads what there is of each version, the newest first. */
export async function loadStoredVersions(sql: Queryable): Promise<StoredVersionCounts[]> {
  const rows = await sql`
    select v.version, v.extractor, v.model, v.created_at,
      v.promoted_at is not null and v.version = (
        select live.version from pipeline_versions live
        where live.promoted_at is not null order by live.promoted_at desc, live.version limit 1
      ) as is_live,
      count(*) filter (where e.status = 'ok') as ok,
      count(*) filter (where e.status = 'skipped') as skipped,
      count(*) filter (where e.status = 'failed') as failed,
      count(*) filter (where e.status in ('pending', 'processing')) as unfinished
    from pipeline_versions v
    left join telegram_extractions e on e.pipeline_version = v.version
    group by v.version
    order by v.created_at desc, v.version`;
  return z.array(RowSchema).parse([...rows]);
}
