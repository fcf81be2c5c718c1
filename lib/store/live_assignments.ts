import * as z from "zod";
import type { Queryable } from "./postgres_client.ts";

const LiveAssignmentSchema = z.object({
  channel_title: z.string().nullable(),
  assignment_code: z.string().nullable(),
  academic_display_text: z.string().nullable(),
  learning_mode: z.string().nullable(),
  address: z.array(z.string()).nullable(),
  postal_code: z.array(z.string()).nullable(),
  rate_min: z.coerce.number().nullable(),
  rate_max: z.coerce.number().nullable(),
});

/** What users see of one assignment, in part. */
export type LiveAssignment = z.infer<typeof LiveAssignmentSchema>;

/** The newest open assignment of each of up to `limit` channels; reposts are none. */
export async function loadNewestLiveAssignments(sql: Queryable, limit: number): Promise<LiveAssignment[]> {
  const rows = await sql`
    select channel_title, assignment_code, academic_display_text, learning_mode, address, postal_code, rate_min, rate_max
    from (
      select distinct on (channel_id) * from live_assignments
      where status = 'open' and repost_of_raw_id is null
      order by channel_id, message_date desc, raw_id, segment
    ) newest
    order by message_date desc, raw_id, segment
    limit ${limit}`;
  return z.array(LiveAssignmentSchema).parse([...rows]);
}
