import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

/** How many messages were posted, period by period. */
export interface MessageCounts {
  /** Days as long as all was posted within four weeks. */
  readonly period: "day" | "week";
  /** From the first to the last, those without any included. */
  readonly counts: readonly PeriodCount[];
}

export interface PeriodCount {
  /** The day, or a week's Monday, as `2026-01-05`; both are UTC's. */
  readonly since: string;
  readonly messages: number;
}

const MOST_DAYS = 28;

const SpanSchema = z.object({ days: z.number().nullable() });
const CountSchema = z.object({ since: z.string(), messages: z.int() });

/** Loads how many of all messages that have a date were posted when. */
export async function loadMessageCounts(sql: Queryable): Promise<MessageCounts> {
  const [span] = await sql`
    select extract(epoch from max(message_date) - min(message_date))::float8 / 86400 as days
    from telegram_messages_raw`;
  const { days } = SpanSchema.parse(span);
  const period = (days ?? 0) < MOST_DAYS ? "day" : "week";
  const rows = await sql`
    with counted as materialized (
      select date_trunc(${period}, message_date at time zone 'UTC') as since, count(*) as messages
      from telegram_messages_raw where message_date is not null group by 1
    )
    select to_char(since, 'YYYY-MM-DD') as since, coalesce(messages, 0) as messages
    from generate_series(
      (select min(since) from counted), (select max(since) from counted), ${`1 ${period}`}::text::interval
    ) as since
    left join counted using (since)
    order by since`;
  return { period, counts: z.array(CountSchema).parse([...rows]) };
}
