import { FIELDS } from "../../lib/schema/field_paths.ts";

/** Counts by field what became of it in the pairs of two versions, in one pass inside the server; values as they are. */
export function countingStatement(
  { versionA, versionB }: { readonly versionA: string; readonly versionB: string },
): string {
  const values = FIELDS.flatMap(({ path }, index) =>
    ["a", "b"].map((side) =>
      `nullif(${side}.canonical_json #> '{${path.replace(".", ",")}}', 'null') as ${side}${index}`
    )
  );
  const counts = FIELDS.flatMap((_, index) => [
    `count(*) filter (where a${index} = b${index})`,
    `count(*) filter (where a${index} <> b${index})`,
    `count(*) filter (where a${index} is not null and b${index} is null)`,
    `count(*) filter (where a${index} is null and b${index} is not null)`,
  ]);
  return `
    select count(*), ${counts.join(", ")}
    from (
      select ${values.join(", ")}
      from telegram_extractions a
      join telegram_extractions b using (raw_id)
      join telegram_messages_raw r on r.id = raw_id
      where a.pipeline_version = '${versionA}' and b.pipeline_version = '${versionB}'
        and a.status in ('ok', 'skipped', 'failed') and b.status in ('ok', 'skipped', 'failed')
        and a.content_sha256 = b.content_sha256 and r.deleted_at is null
    ) pairs`;
}
