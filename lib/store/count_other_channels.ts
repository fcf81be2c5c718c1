import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

/** How many channels are stored beside the given ones. */
export async function countOtherChannels(sql: Queryable, channelIds: readonly number[]): Promise<number> {
  const rows = await sql`
    select count(*) from telegram_channels where channel_id <> all (${`{${
    channelIds.join(",")
  }}`}::text::bigint[])`;
  return z.int().parse(rows[0]?.["count"]);
}
