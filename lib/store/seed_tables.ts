import * as z from "zod";
import { UserError } from "../core/errors.ts";
import type { Queryable } from "./postgres_client.ts";

/** One of the seed's tables that a database holds. */
const SeedTableSchema = z.object({ table: z.string(), columns: z.array(z.string()) });
export type SeedTable = z.infer<typeof SeedTableSchema>;

/** What one of the seed's tables looks like. */
export interface SeedShape {
  /** Its view, which sql/adoption/seed_tables.sql reads. */
  readonly view: string;
  /** Without these it is somebody else's table of the same name. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** The seed's tables by name. */
export const SEED_SHAPES: ReadonlyMap<string, SeedShape> = new Map([
  ["telegram_channels", {
    view: "seed_channels",
    required: ["channel_link"],
    optional: ["channel_id", "title"],
  }],
  ["telegram_messages_raw", {
    view: "seed_messages",
    required: ["id", "channel_link", "message_id", "message_date", "raw_text"],
    optional: [
      "channel_id",
      "sender_id",
      "is_forward",
      "is_reply",
      "entities_json",
      "media_json",
      "views",
      "forwards",
      "reply_count",
      "edit_date",
      "message_json",
      "first_seen_at",
      "last_seen_at",
      "deleted_at",
    ],
  }],
  ["telegram_extractions", {
    view: "seed_extractions",
    required: ["raw_id", "pipeline_version", "status", "canonical_json"],
    optional: ["id", "llm_model", "error_json", "meta", "created_at", "updated_at"],
  }],
  ["ingestion_runs", {
    view: "seed_runs",
    required: ["id", "run_type", "status"],
    optional: ["meta", "error_json", "started_at", "finished_at", "created_at", "updated_at"],
  }],
  ["ingestion_run_progress", {
    view: "seed_progress",
    required: ["run_id"],
    optional: [
      "channel_link",
      "channel_id",
      "last_message_id",
      "scanned_count",
      "inserted_count",
      "updated_count",
      "updated_at",
    ],
  }],
]);

/**
 * Looks for the seed's tables in a database that the first migration has not been applied to; an empty list if there are none.
 *
 * @throws {UserError} If there are tables of these names which are not the seed's.
 */
export async function findSeedTables(sql: Queryable): Promise<SeedTable[]> {
  const rows = await sql`
    select c.relname as table, json_agg(a.attname order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      and c.relname = any (${`{${[...SEED_SHAPES.keys()].join(",")}}`}::text::name[])
    group by c.relname
    order by c.relname`;
  const tables = z.array(SeedTableSchema).parse([...rows]);
  for (const { table, columns } of tables) {
    const missing = SEED_SHAPES.get(table)?.required.filter((name) => !columns.includes(name)) ?? [];
    if (missing.length === 0) continue;
    throw new UserError(
      `Cannot migrate: the database has a table ${table} that is neither ours nor one to adopt (it lacks ${
        missing.join(", ")
      }); rename it, or use another database`,
    );
  }
  return tables;
}
