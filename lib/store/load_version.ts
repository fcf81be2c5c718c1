import * as z from "zod";
import { UserError } from "../core/errors.ts";
import type { Fingerprint } from "../core/fingerprint.ts";
import type { Queryable } from "./database.ts";

const VersionRowSchema = z.object({
  version: z.string(),
  extractor: z.enum(["rules", "llm"]).nullable(),
  model: z.string().nullable(),
  fingerprint: z.record(z.string(), z.string()).nullable(),
  mixed_with: z.int(),
  promoted_at: z.date().nullable(),
  is_live: z.boolean(),
});

/** A version and what its outputs were made with; null where no worker has drained it yet. */
export interface StoredVersion {
  readonly version: string;
  readonly extractor: "rules" | "llm" | null;
  readonly model: string | null;
  readonly fingerprint: Fingerprint | null;
  /** How many other configurations drained it too: its outputs cannot be told apart. */
  readonly mixedWith: number;
  readonly promotedAt: Date | null;
  readonly isLive: boolean;
}

/** How many known versions an error lists. */
const LISTED = 20;

/**
 * Loads a version.
 *
 * @throws {UserError} If there is none of this name; the error lists those there are.
 */
export async function loadVersion(sql: Queryable, version: string): Promise<StoredVersion> {
  const rows = await sql`
    select version, extractor, model, fingerprint, jsonb_array_length(mixed_with) as mixed_with, promoted_at,
      promoted_at is not null and version = (
        select live.version from pipeline_versions live
        where live.promoted_at is not null order by live.promoted_at desc, live.version limit 1
      ) as is_live
    from pipeline_versions where version = ${version}`;
  if (rows[0] === undefined) throw await unknownVersion(sql, version);
  const row = VersionRowSchema.parse(rows[0]);
  return {
    version: row.version,
    extractor: row.extractor,
    model: row.model,
    fingerprint: row.fingerprint,
    mixedWith: row.mixed_with,
    promotedAt: row.promoted_at,
    isLive: row.is_live,
  };
}

async function unknownVersion(sql: Queryable, version: string): Promise<UserError> {
  const rows =
    await sql`select version from pipeline_versions order by created_at desc, version limit ${LISTED}`;
  const known = rows.map((row) => `  ${z.string().parse(row["version"])}\n`).join("");
  return new UserError(
    `Cannot find the version "${version}": ` +
      (known === ""
        ? "no version is stored yet; enqueue one (deno task enqueue), or let the demo make two (deno task demo)"
        : `stored are (the newest first)\n${known}Name one of these`),
  );
}
