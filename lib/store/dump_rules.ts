import type { Transaction } from "./postgres_client.ts";

/** Which tables have row-level security. */
export async function dumpRowSecurity(sql: Transaction): Promise<string[]> {
  const rows = await sql<{ name: string; forced: boolean }[]>`
    select quote_ident(relname) as name, relforcerowsecurity as forced
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity
    order by relname collate "C"`;
  return rows.flatMap(({ name, forced }) => [
    `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;`,
    ...(forced ? [`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;`] : []),
  ]);
}

/** What was granted to others than the owner, and what was taken from PUBLIC. */
export async function dumpPrivileges(sql: Transaction): Promise<string[]> {
  const rows = await sql<{ statement: string }[]>`
    with thing as (
      select 1 as kind, 'TABLE' as word, c.oid::regclass::text as name, c.relowner as owner, c.relacl as acl
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'S') and c.relacl is not null
      union all
      select 2, 'FUNCTION', p.oid::regprocedure::text, p.proowner, p.proacl
      from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.proacl is not null
        and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    ), statement as (
      select t.kind, t.name, 1 as place, format('REVOKE ALL ON %s %s FROM PUBLIC;', t.word, t.name) as statement
      from thing t
      where t.kind = 2 and not exists (select from aclexplode(t.acl) a where a.grantee = 0)
      union all
      select t.kind, t.name, 2, format('GRANT %s ON %s %s TO %s;', a.privilege_type, t.word, t.name,
        case when a.grantee = 0 then 'PUBLIC' else a.grantee::regrole::text end)
      from thing t
      cross join aclexplode(t.acl) as a
      where a.grantee <> t.owner and not (t.kind = 2 and a.grantee = 0)
    )
    select statement from statement order by kind, name collate "C", place, statement collate "C"`;
  return rows.map(({ statement }) => statement);
}

export async function dumpComments(sql: Transaction): Promise<string[]> {
  const rows = await sql<{ statement: string }[]>`
    with thing as (
      select 'pg_class'::regclass as catalog, c.oid, a.attnum::int as part, c.oid::regclass::text as parent,
        case when a.attnum is not null then 'COLUMN'
          else case c.relkind when 'r' then 'TABLE' when 'v' then 'VIEW' when 'i' then 'INDEX' else 'SEQUENCE' end
        end as word,
        concat_ws('.', c.oid::regclass::text, quote_ident(a.attname)) as name
      from pg_class c
      left join lateral (
        select attname, attnum from pg_attribute where attrelid = c.oid and attnum > 0
        union all
        select null, null
      ) a on true
      where c.relnamespace = 'public'::regnamespace
      union all
      select 'pg_proc'::regclass, p.oid, null, p.oid::regprocedure::text, 'FUNCTION', p.oid::regprocedure::text
      from pg_proc p
      where p.pronamespace = 'public'::regnamespace
      union all
      select 'pg_constraint'::regclass, n.oid, null, n.conrelid::regclass::text, 'CONSTRAINT',
        format('%I ON %s', n.conname, n.conrelid::regclass)
      from pg_constraint n
      where n.connamespace = 'public'::regnamespace and n.conrelid <> 0
    )
    select format('COMMENT ON %s %s IS %L;', t.word, t.name, d.description) as statement
    from thing t
    join pg_description d on d.classoid = t.catalog and d.objoid = t.oid and d.objsubid = coalesce(t.part, 0)
    where not exists (
      select from pg_depend e where e.classid = t.catalog and e.objid = t.oid and e.deptype = 'e'
    )
    order by t.parent collate "C", t.part nulls first, t.word collate "C", t.name collate "C"`;
  return rows.map(({ statement }) => statement);
}
