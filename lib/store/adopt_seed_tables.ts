import * as z from "zod";
import { parseChannelReference } from "../core/channel_reference.ts";
import { UserError } from "../core/errors.ts";
import { errorCode } from "./connection_failure.ts";
import type { Transaction } from "./postgres_client.ts";
import { SEED_SHAPES, type SeedTable } from "./seed_tables.ts";

/** The migration that makes the tables whose names the seed's have. Rows are brought into what it makes, before any later one. */
export const ADOPTING_MIGRATION = "0001_messages_and_extractions.sql";

/** What became of the rows of one of the seed's tables: `rows` is the sum of the others. */
const AdoptedTableSchema = z.object({
  table: z.string(),
  rows: z.int(),
  adopted: z.int(),
  /** Stood for the same thing as one that was adopted, such as a message under a renamed channel's two links. */
  merged: z.int(),
  /** Could not be brought over; listed with the reason in the table `not_adopted` beside the old tables. */
  left: z.int(),
});
export type AdoptedTable = z.infer<typeof AdoptedTableSchema>;

/** What adopting did. */
export interface Adoption {
  /** Where the old tables are now, unchanged. */
  readonly schema: string;
  readonly tables: readonly AdoptedTable[];
  /** Why rows were left, in numbers. */
  readonly leftovers: readonly { readonly table: string; readonly reason: string; readonly rows: number }[];
}

const ADOPTION = new URL("../../sql/adoption/seed_tables.sql", import.meta.url);
const LOCK_NOT_AVAILABLE = "55P03";
const INSUFFICIENT_PRIVILEGE = "42501";

/**
 * Moves the old tables, with all that belongs to them, to a schema of their own, so that their names are free; nobody else can
 * use them until the transaction ends.
 *
 * @returns The name of that schema.
 * @throws {UserError} If others use the tables, or this role may not move them.
 */
export async function moveSeedTables(
  transaction: Transaction,
  tables: readonly SeedTable[],
): Promise<string> {
  try {
    await transaction`set local lock_timeout = '10s'`;
    await transaction`set local statement_timeout = 0`;
    // Times without a zone are taken as UTC.
    await transaction`set local timezone = 'UTC'`;
    const schema = await chooseSchema(transaction);
    await transaction`create schema ${transaction(schema)}`;
    for (const { table } of tables) {
      await transaction`alter table ${transaction(table)} set schema ${transaction(schema)}`;
    }
    return schema;
  } catch (cause) {
    const remedy = new Map([
      [LOCK_NOT_AVAILABLE, "another program uses them; stop it and migrate again"],
      [INSUFFICIENT_PRIVILEGE, "this role may not; connect as the one that owns them and may create schemas"],
    ]).get(errorCode(cause));
    if (remedy === undefined) throw cause;
    throw new UserError(`Cannot move the old tables: ${remedy}`, { cause });
  }
}

/**
 * Brings the rows of the old tables into ours, by the rules at the top of sql/adoption/seed_tables.sql. The old ones are only
 * read; each row of theirs that could not be brought over is listed in `not_adopted` beside them.
 *
 * @throws {Error} If the counts do not add up.
 */
export async function copySeedRows(
  transaction: Transaction,
  schema: string,
  tables: readonly SeedTable[],
): Promise<Adoption> {
  await createInputs(transaction, schema, tables);
  await transaction.unsafe(Deno.readTextFileSync(ADOPTION)).simple();
  const report = z.array(AdoptedTableSchema).parse([
    ...await transaction`select * from seed_report where rows > 0 order by "table"`,
  ]);
  const leftovers = await transaction<{ table: string; reason: string; rows: number }[]>`
    select table_name as table, reason, count(*) as rows from seed_leftovers group by 1, 2 order by 1, 2`;
  const views = [...SEED_SHAPES.values()].map(({ view }) => view);
  await transaction`drop view ${transaction(views)}, seed_leftovers`;
  const adoption = { schema, tables: report, leftovers: [...leftovers] };
  checkSums(adoption);
  return adoption;
}

async function chooseSchema(transaction: Transaction): Promise<string> {
  for (let number = 1;; number++) {
    const name = number === 1 ? "seed" : `seed_${number}`;
    const [row] = await transaction<
      [{ taken: boolean }]
    >`select to_regnamespace(${name}) is not null as taken`;
    if (!row.taken) return name;
  }
}

async function createInputs(
  transaction: Transaction,
  schema: string,
  tables: readonly SeedTable[],
): Promise<void> {
  for (const [table, { view, required, optional }] of SEED_SHAPES) {
    const found = tables.find((found) => found.table === table)?.columns;
    const columns = [...required, ...optional].map((name) => {
      if (found?.includes(name)) return `${name}::text as ${name}`;
      // Rows are told apart by their id; one that has none by its place.
      return found !== undefined && name === "id" ? "ctid::text as id" : `null::text as ${name}`;
    });
    const source = found === undefined ? "where false" : `from "${schema}"."${table}"`;
    await transaction.unsafe(`create temporary view ${view} as select ${columns.join(", ")} ${source}`);
    if (found !== undefined) await transaction.unsafe(`analyze "${schema}"."${table}"`);
  }
  await transaction.unsafe(`
    create table "${schema}".not_adopted (table_name text not null, row_id text, reason text not null);
    comment on table "${schema}".not_adopted is 'Rows of the tables beside it that could not be brought into the new ones, and why.';
    alter table "${schema}".not_adopted enable row level security;
    create temporary view seed_leftovers as select * from "${schema}".not_adopted;
    create temporary table seed_report (
      "table" text, rows bigint, adopted bigint, merged bigint, "left" bigint
    ) on commit drop;
    create temporary table seed_links (channel_link text primary key, link text, channel_id bigint) on commit drop`)
    .simple();
  const links = await transaction<{ link: string }[]>`
    select channel_link as link from seed_channels where channel_link is not null
    union select channel_link from seed_messages where channel_link is not null
    union select channel_link from seed_progress where channel_link is not null`;
  await transaction`
    insert into seed_links (channel_link, link, channel_id)
    select * from json_to_recordset(${JSON.stringify(links.map(({ link }) => readLink(link)))}::text::json)
      as l (channel_link text, link text, channel_id bigint)`;
}

/** What a link names; nothing where it is none that we can read. */
function readLink(link: string): { channel_link: string; link: string | null; channel_id: number | null } {
  const nothing = { channel_link: link, link: null, channel_id: null };
  try {
    const reference = parseChannelReference(link);
    return reference.kind === "id"
      ? { ...nothing, channel_id: reference.channelId }
      : { ...nothing, link: `t.me/${reference.username}` };
  } catch (error) {
    if (error instanceof UserError) return nothing;
    throw error;
  }
}

function checkSums({ tables, leftovers }: Adoption): void {
  for (const { table, rows, adopted, merged, left } of tables) {
    const listed = leftovers.filter((some) => some.table === table).reduce((sum, { rows }) => sum + rows, 0);
    if (rows === adopted + merged + left && left === listed) continue;
    throw new Error(
      `Cannot adopt ${table}: of ${rows} rows ${adopted} were adopted, ${merged} merged and ${left} left (${listed} listed), ` +
        "which does not add up; nothing was changed",
    );
  }
}
