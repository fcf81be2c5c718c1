import type { Transaction } from "./postgres_client.ts";

/** The functions and procedures that are no extension's. */
export async function dumpFunctions(sql: Transaction): Promise<string[]> {
  const rows = await sql<{ definition: string }[]>`
    select pg_get_functiondef(p.oid) as definition
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    order by p.oid::regprocedure::text collate "C"`;
  return rows.map(({ definition }) => `${definition.trimEnd()};`);
}

export async function dumpTriggers(sql: Transaction): Promise<string[]> {
  const rows = await sql<{ definition: string }[]>`
    select pg_get_triggerdef(t.oid, true) as definition
    from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
    order by c.relname collate "C", t.tgname collate "C"`;
  return rows.map(({ definition }) => `${definition};`);
}

/** The views in the order of their making, in which each comes after those it is built on. */
export async function dumpViews(sql: Transaction): Promise<string[]> {
  const rows = await sql<{ name: string; options: string | null; definition: string }[]>`
    select
      quote_ident(c.relname) as name,
      array_to_string(c.reloptions, ', ') as options,
      pg_get_viewdef(c.oid, true) as definition
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
    order by c.oid`;
  return rows.map(({ name, options, definition }) =>
    `CREATE VIEW ${name}${options ? ` WITH (${options})` : ""} AS\n${definition}`
  );
}
