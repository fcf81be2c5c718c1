import * as z from "zod";
import { UserError } from "../core/errors.ts";
import type { Finding } from "../core/finding.ts";
import { formatCount } from "../runtime/format_number.ts";
import { type Database, type DatabaseSettings, openDatabase } from "./database.ts";
import { loadMigrationFiles } from "./migration_files.ts";
import { loadLiveVersion } from "./pipeline_versions.ts";
import { planMigrations } from "./plan_migrations.ts";
import type { Sql } from "./postgres_client.ts";
import { formatServerVersion } from "./server_state.ts";

const CountsSchema = z.object({
  channels: z.int(),
  messages: z.int(),
  versions: z.int(),
  pending: z.int(),
  pending_version: z.string().nullable(),
  failed: z.int(),
  lapsed: z.int(),
  longest_transaction_s: z.number().nullable(),
});

/** Examines the database of the settings, from the connection to what waits in the queue; starts the embedded server. */
export async function examineDatabase(settings: DatabaseSettings): Promise<Finding[]> {
  const startedAt = performance.now();
  try {
    await using database = await openDatabase(settings, { migrations: "ignore", maxConnections: 1 });
    const findings = [describeServer(database, performance.now() - startedAt), examineMigrations(database)];
    if (findings.some(({ state }) => state === "problem")) return findings;
    return [...findings, ...await examineContent(database.sql)];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [problem("database", error.message, null)];
  }
}

function describeServer({ kind, description, state }: Database, elapsedMs: number): Finding {
  const place = kind === "embedded" ? `embedded at ${description}` : `${description}, from DATABASE_URL`;
  const pooler = state.pooled ? ", through a pooler" : "";
  return ok(
    "database",
    `PostgreSQL ${formatServerVersion(state.versionNumber)}, ${place}${pooler}, ${Math.round(elapsedMs)} ms`,
  );
}

function examineMigrations({ kind, state }: Database): Finding {
  let missing: number;
  try {
    missing = planMigrations(loadMigrationFiles(), state.applied).length;
  } catch (error) {
    if (error instanceof UserError) return problem("migrations", error.message, null);
    throw error;
  }
  if (missing === 0) return ok("migrations", "all applied");
  const found = `${missing} to apply`;
  return kind === "embedded"
    ? { subject: "migrations", state: "hint", found, remedy: "nothing: the next mode applies them by itself" }
    : problem("migrations", found, "deno task db migrate");
}

async function examineContent(sql: Sql): Promise<Finding[]> {
  // A database that is yet to be migrated has no tables to count.
  const [ready] = await sql<
    [{ ready: boolean }]
  >`select to_regclass('telegram_extractions') is not null as ready`;
  if (!ready.ready) return [];
  const rows = await sql`
    select
      (select count(*) from telegram_channels) as channels,
      (select count(*) from telegram_messages_raw) as messages,
      (select count(*) from pipeline_versions) as versions,
      (select count(*) from telegram_extractions where status = 'pending') as pending,
      (select pipeline_version from telegram_extractions where status = 'pending'
        group by pipeline_version order by count(*) desc, pipeline_version limit 1) as pending_version,
      (select count(*) from telegram_extractions where status = 'failed') as failed,
      (select count(*) from telegram_extractions where status = 'processing' and lease_expires_at < now()) as lapsed,
      (select extract(epoch from max(now() - xact_start))::double precision from pg_stat_activity
        where datname = current_database() and state like 'idle in transaction%') as longest_transaction_s`;
  const counts = CountsSchema.parse(rows[0]);
  const live = await loadLiveVersion(sql);
  const findings = [
    counts.messages > 0
      ? ok("messages", `${formatCount(counts.messages)}, channels: ${formatCount(counts.channels)}`)
      : hint("messages", "none stored", "deno task import result.json, or deno task demo for generated ones"),
    ok("versions", `${counts.versions}, ${live === null ? "none live" : `live: ${live}`}`),
    counts.pending > 0
      ? hint(
        "queue",
        `${formatCount(counts.pending)} jobs pending, most of them under ${counts.pending_version}`,
        `deno task drain --pipeline-version-override ${counts.pending_version}`,
      )
      : ok("queue", "empty"),
  ];
  if (counts.failed > 0) {
    findings.push(
      hint("failed jobs", String(counts.failed), "see error_json; enqueue their version again to retry them"),
    );
  }
  if (counts.lapsed > 0) {
    findings.push(
      hint("lost leases", `${counts.lapsed} jobs of dead workers`, "nothing: the next drain takes them over"),
    );
  }
  const unknown = await countUnknownMessages(sql);
  if (unknown > 0) {
    findings.push(hint(
      "outbox",
      `${formatCount(unknown)} messages of which nobody knows whether they were sent`,
      "deno task outbox",
    ));
  }
  if ((counts.longest_transaction_s ?? 0) > 300) {
    findings.push(hint(
      "idle transaction",
      `open for ${Math.round(counts.longest_transaction_s ?? 0)} s`,
      "end it: it keeps vacuum from cleaning the queue",
    ));
  }
  return findings;
}

async function countUnknownMessages(sql: Sql): Promise<number> {
  const [ready] = await sql<[{ ready: boolean }]>`select to_regclass('outbox') is not null as ready`;
  if (!ready.ready) return 0;
  const [row] = await sql<[{ count: number }]>`select count(*) from outbox where status = 'unknown'`;
  return row.count;
}

function ok(subject: string, found: string): Finding {
  return { subject, state: "ok", found, remedy: null };
}

function hint(subject: string, found: string, remedy: string): Finding {
  return { subject, state: "hint", found, remedy };
}

function problem(subject: string, found: string, remedy: string | null): Finding {
  return { subject, state: "problem", found, remedy };
}
