import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

/** What a version made of a text. */
export interface TextOutput {
  /** SHA-256 of the text, in hexadecimal. */
  readonly textSha256: string;
  /** Null where it gave none. */
  readonly output: unknown;
  /** Why it gave none, such as `skipped: forward`; null where it gave one. */
  readonly reason: string | null;
}

const RowSchema = z.object({ hash: z.string(), output: z.unknown(), reason: z.string().nullable() })
  .transform(({ hash, output, reason }): TextOutput => ({ textSha256: hash, output, reason }));

/** Loads what a version made of these texts, as far as it has read them; of equal texts what it made of one, an output if there is any. */
export async function loadTextOutputs(
  sql: Queryable,
  version: string,
  textSha256s: readonly string[],
): Promise<TextOutput[]> {
  const rows = await sql`
    with wanted as materialized (
      select decode(hash, 'hex') as hash from json_array_elements_text(${
    JSON.stringify(textSha256s)
  }::text::json) as hash
    )
    select distinct on (e.content_sha256) encode(e.content_sha256, 'hex') as hash,
      case when e.status = 'ok' then e.canonical_json end as output,
      case e.status when 'skipped' then 'skipped: ' || e.skip_reason when 'failed' then e.error_json ->> 'error' end as reason
    from telegram_extractions e
    join wanted on wanted.hash = e.content_sha256
    where e.pipeline_version = ${version} and e.status in ('ok', 'skipped', 'failed')
    order by e.content_sha256, e.status <> 'ok', e.raw_id`;
  return z.array(RowSchema).parse([...rows]);
}
