import type { Sql } from "../../lib/store/database.ts";

/** The names by which the trigger knows who may ask for work: workers have another. */
export const ASKER = "resift chaos";
/** The same, with FORCE. */
export const FORCER = "resift chaos force";

/** One thing that happened to a job, as the trigger wrote it down in the same transaction. */
export interface LedgerEntry {
  readonly version: string;
  readonly raw_id: number;
  /**
   * `asked`: enqueued, edited or forced, and due on this text; `done`: ended ok or skipped on this text; `failed`;
   * `unasked`: work that is wanted anew although nobody asked for it.
   */
  readonly event: "asked" | "done" | "failed" | "unasked";
  /** Hexadecimal. */
  readonly text_sha256: string;
  /** The claim that the job was held by. */
  readonly claim_id: number | null;
  readonly worker: string | null;
  /** The claim that the result was made under, where the result tells it. */
  readonly made_under: number | null;
}

/** Writes down from now on what happens to each job. */
export async function openLedger(sql: Sql): Promise<void> {
  await sql.unsafe(`
    create table chaos_ledger (
      seq bigint generated always as identity primary key,
      version text not null, raw_id bigint not null, event text not null, text_sha256 bytea not null,
      claim_id bigint, worker text, made_under bigint
    );
    create function write_chaos_ledger() returns trigger language plpgsql as $$
    declare
      asks constant boolean := starts_with(current_setting('application_name'), '${ASKER}');
      forces constant boolean := current_setting('application_name') = '${FORCER}';
      event text;
    begin
      if tg_op = 'INSERT' or new.wanted_sha256 <> old.wanted_sha256 then
        insert into chaos_ledger (version, raw_id, event, text_sha256)
        values (new.pipeline_version, new.raw_id, case when asks then 'asked' else 'unasked' end, new.wanted_sha256);
      end if;
      if tg_op = 'INSERT' then
        return null;
      end if;
      if old.status in ('ok', 'skipped', 'failed') then
        if asks then
          -- Edited since it ended, or failed: due again by an order that stands already.
          if new.status = 'pending' then
            event := case
              when forces then 'asked'
              when old.status <> 'failed' and old.content_sha256 = old.wanted_sha256 then 'unasked'
            end;
          end if;
        else
          event := case when new.status in ('ok', 'skipped') then 'done' else 'unasked' end;
        end if;
      elsif new.status in ('ok', 'skipped') then
        event := 'done';
      elsif new.status = 'failed' then
        event := 'failed';
      end if;
      if event is not null then
        insert into chaos_ledger (version, raw_id, event, text_sha256, claim_id, worker, made_under)
        values (new.pipeline_version, new.raw_id, event,
          case when event = 'done' then new.content_sha256 else new.wanted_sha256 end, old.claim_id, old.worker,
          case when event = 'done' then (new.canonical_json ->> 'claim')::bigint end);
      end if;
      return null;
    end $$;
    create trigger chaos_ledger after insert or update on telegram_extractions
    for each row execute function write_chaos_ledger();
  `);
}

/** Loads all entries, in the order in which they happened to each job. */
export async function loadLedger(sql: Sql): Promise<LedgerEntry[]> {
  return await sql<LedgerEntry[]>`
    select version, raw_id, event, encode(text_sha256, 'hex') as text_sha256, claim_id, worker, made_under
    from chaos_ledger order by seq`;
}
