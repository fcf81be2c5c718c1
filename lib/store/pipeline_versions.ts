import * as z from "zod";
import { UserError } from "../core/errors.ts";
import { canonicalJson, diffFingerprints, type Fingerprint } from "../core/fingerprint.ts";
import type { Sql } from "./postgres_client.ts";

const FingerprintSchema = z.record(z.string(), z.string());

/** Makes sure that a version has a row; what it is made with is recorded by the first worker. */
export async function ensureVersion(sql: Sql, version: string): Promise<void> {
  await sql`insert into pipeline_versions (version) values (${version}) on conflict do nothing`;
}

/** The version that users see, or null before the first promotion. */
export async function loadLiveVersion(sql: Sql): Promise<string | null> {
  const rows = await sql`
    select version from pipeline_versions where promoted_at is not null order by promoted_at desc, version limit 1`;
  return rows[0] === undefined ? null : z.string().parse(rows[0]["version"]);
}

/** The names of all versions, the newest first. */
export async function loadVersionNames(sql: Sql): Promise<string[]> {
  const rows = await sql`select version from pipeline_versions order by created_at desc, version`;
  return rows.map((row) => z.string().parse(row["version"]));
}

/** Who is about to write outputs of a version. */
export interface VersionRecord {
  readonly extractor: "rules" | "llm";
  readonly model: string | null;
  readonly fingerprint: Fingerprint;
}

/**
 * Records what a version is made with, or checks it against what was recorded: a version is a promise that all its outputs were
 * made alike.
 *
 * @returns "recorded" the first time, "same" after, "mixed" where another fingerprint was let in, "unknown" where no such version
 * was ever enqueued.
 * @throws {UserError} If the fingerprint differs and `allowMixed` is not set; the error lists what changed and what to do.
 */
export async function recordVersion(
  sql: Sql,
  version: string,
  record: VersionRecord,
  allowMixed: boolean,
): Promise<"recorded" | "same" | "mixed" | "unknown"> {
  const { extractor, model, fingerprint } = record;
  const recorded = await sql`
    update pipeline_versions
    set extractor = ${extractor}, model = ${model}, fingerprint = ${
    canonicalJson(fingerprint)
  }::text::jsonb, recorded_at = now()
    where version = ${version} and fingerprint is null
    returning 1`;
  if (recorded.length > 0) return "recorded";
  const rows = await sql`select fingerprint from pipeline_versions where version = ${version}`;
  const stored = FingerprintSchema.nullish().parse(rows[0]?.["fingerprint"]) ?? null;
  // Also where it became known between the two statements: nothing was enqueued when we came.
  if (stored === null) return "unknown";
  const changes = diffFingerprints(stored, fingerprint);
  if (changes.length === 0) return "same";
  if (!allowMixed) {
    throw new UserError(
      `Cannot drain version "${version}": its outputs were made with another configuration.\n` +
        changes.map((change) => `  ${change}\n`).join("") +
        "Give the new outputs a version of their own (PIPELINE_VERSION_OVERRIDE, --pipeline-version-override or " +
        "EXTRACTION_PIPELINE_VERSION) and enqueue it, or set ALLOW_MIXED_VERSION=1",
    );
  }
  await sql`
    update pipeline_versions
    set mixed_with = mixed_with || jsonb_build_array(${canonicalJson(fingerprint)}::text::jsonb)
    where version = ${version} and not mixed_with @> jsonb_build_array(${
    canonicalJson(fingerprint)
  }::text::jsonb)`;
  return "mixed";
}
