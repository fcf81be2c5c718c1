import type { Transaction } from "./postgres_client.ts";
import { loadSchemaNames } from "./schema_names.ts";

/** The last number that each sequence gave: of an identity column by `table.column`, of others by their name. */
export type SequencePositions = Readonly<Record<string, number>>;

/** Loads where our sequences are; those that gave no number yet are left out. */
export async function loadSequencePositions(transaction: Transaction): Promise<SequencePositions> {
  const { tables, sequences } = loadSchemaNames();
  const rows = await transaction<
    { table: string | null; column: string | null; name: string; last: number | null }[]
  >`
    select t.relname as table, a.attname as column, c.relname as name, pg_sequence_last_value(c.oid) as last
    from pg_class c
    left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i'
    left join pg_class t on t.oid = d.refobjid
    left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'S'
    order by t.relname collate "C", a.attname collate "C", c.relname collate "C"`;
  const positions: Record<string, number> = {};
  for (const { table, column, name, last } of rows) {
    const isOurs = table === null ? sequences.includes(name) : tables.includes(table);
    if (isOurs && last !== null) positions[table === null ? name : `${table}.${column}`] = last;
  }
  return positions;
}

/**
 * Moves sequences up to these positions, and those of identity columns also up to the greatest number in the column; none is
 * moved back. Sequences do not take part in transactions: what is moved stays so.
 */
export async function raiseSequences(transaction: Transaction, positions: SequencePositions): Promise<void> {
  for (const [name, last] of Object.entries(positions)) {
    const [table = "", column] = name.split(".");
    if (column === undefined) {
      await transaction`
        select setval(${name}::text::regclass, greatest(${last}, coalesce(pg_sequence_last_value(${name}::text::regclass), 1)))`;
    } else {
      await transaction`
        select setval(s.id, greatest(${last}, coalesce(pg_sequence_last_value(s.id), 1),
          (select coalesce(max(${transaction(column)}), 1) from ${transaction(table)})))
        from (select pg_get_serial_sequence(${table}, ${column})::regclass as id) s`;
    }
  }
}
