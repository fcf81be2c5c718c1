import type { Sql } from "../../lib/store/database.ts";
import { SETTING_NAMES } from "../../lib/runtime/settings_table.ts";
import { formatTelegramPlace } from "../../lib/telegram/telegram_settings.ts";
import type { TelegramServer } from "./telegram_server.ts";

/** The settings of a process that reads a test's Telegram, all others unset. */
export function telegramSettings(
  server: TelegramServer,
  databaseUrl: string,
  session: string,
): Record<string, string> {
  return {
    ...Object.fromEntries(SETTING_NAMES.map((name) => [name, ""])),
    DATABASE_URL: databaseUrl,
    TELEGRAM_API_ID: "1",
    TELEGRAM_API_HASH: "hash",
    SESSION_STRING: session,
    TELEGRAM_SERVER: formatTelegramPlace(server.line.place),
    TELEGRAM_LEASE_S: "2",
    EXTRACTION_LEASE_S: "2",
  };
}

/** Posts whose text as it is now was not read by a version, and jobs of it that are not finished. */
export async function findUnread(sql: Sql, version: string): Promise<string[]> {
  const rows = await sql<{ text: string }[]>`
    select r.channel_id || '/' || r.message_id || ': ' || coalesce(e.status, 'no job') as text
    from telegram_messages_raw r
    left join telegram_extractions e on e.raw_id = r.id and e.pipeline_version = ${version}
    where r.kind = 'message' and r.deleted_at is null
      and (e.status is null or e.status not in ('ok', 'skipped') or e.content_sha256 is distinct from r.text_sha256)`;
  return rows.map(({ text }) => text);
}
