import * as z from "zod";
import {
  type ChannelReference,
  formatChannelReference,
  parseChannelList,
} from "../core/channel_reference.ts";
import { UserError } from "../core/errors.ts";
import type { Sql } from "./postgres_client.ts";

const ChannelRowSchema = z.object({
  channel_id: z.int(),
  channel_link: z.string().nullable(),
  title: z.string().nullable(),
});
type ChannelRow = z.infer<typeof ChannelRowSchema>;

/** How many known channels an error lists. */
const LISTED = 20;

/**
 * Resolves a list of channels, as CHANNELS and CHANNEL_LIST hold it, to marked ids; null or an empty text is every channel.
 *
 * @throws {UserError} If an entry cannot be read or is not stored; the error lists the channels that are.
 */
export async function resolveChannels(sql: Sql, list: string | null): Promise<number[] | null> {
  const references = list === null ? [] : parseChannelList(list);
  if (references.length === 0) return null;
  const rows = z.array(ChannelRowSchema).parse([
    ...await sql`select channel_id, channel_link, title from telegram_channels order by channel_id desc`,
  ]);
  return references.map((reference) => {
    const row = rows.find((candidate) => matches(candidate, reference));
    if (row) return row.channel_id;
    throw new UserError(
      `Cannot find the channel ${formatChannelReference(reference)}: no messages of it are stored. ` +
        (rows.length === 0
          ? "Import an export first: deno task import result.json"
          : `Stored are:\n${rows.slice(0, LISTED).map((known) => `  ${describe(known)}\n`).join("")}` +
            (rows.length > LISTED ? `  and ${rows.length - LISTED} more\n` : "") +
            "Name one by its link or its id"),
    );
  });
}

function matches(row: ChannelRow, reference: ChannelReference): boolean {
  return reference.kind === "id"
    ? row.channel_id === reference.channelId
    : row.channel_link === formatChannelReference(reference);
}

function describe(row: ChannelRow): string {
  return [row.channel_id, row.channel_link, row.title].filter((part) => part !== null).join("  ");
}
