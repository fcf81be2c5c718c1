import type { Transaction } from "./database.ts";

/** Whether there is a version of this name. */
export async function hasVersion(sql: Transaction, version: string): Promise<boolean> {
  return (await sql`select from pipeline_versions where version = ${version}`).length > 0;
}

/** Counts the extractions of a version that want a text which their message never had here. */
export async function countForeignTexts(sql: Transaction, version: string): Promise<number> {
  const [row] = await sql<[{ count: number }]>`
    select count(*) as count
    from telegram_extractions e
    join telegram_messages_raw r on r.id = e.raw_id
    where e.pipeline_version = ${version} and e.wanted_sha256 <> r.text_sha256 and not exists (
      select from telegram_message_revisions v where v.raw_id = e.raw_id and v.text_sha256 = e.wanted_sha256
    )`;
  return row.count;
}

/** Makes a version that was away one like all others: not promoted, and its jobs want the texts of today. Returns how many were edited. */
export async function settleRestoredVersion(sql: Transaction, version: string): Promise<number> {
  await sql`update pipeline_versions set promoted_at = null where version = ${version}`;
  const edited = await sql`
    update telegram_extractions e set wanted_sha256 = r.text_sha256, updated_at = now()
    from telegram_messages_raw r
    where r.id = e.raw_id and e.pipeline_version = ${version} and e.wanted_sha256 <> r.text_sha256`;
  return edited.count;
}
