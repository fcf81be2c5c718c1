import { iterEnqueueJobs } from "../../lib/queue/enqueue_jobs.ts";
import type { Sql } from "../../lib/store/database.ts";
import { samplePostTexts } from "../bench/bench_messages.ts";
import { editMessage, storeMessages } from "../support/stored_messages.ts";
import { insist } from "./insist.ts";

/** Different posts; messages beyond them repeat them. */
const POSTS = 500;
const FIRST_MESSAGE_MS = Date.UTC(2026, 0, 1);

/** The messages, and what is asked to be done with them. */
export class ChaosWork {
  readonly #sql: Sql;
  readonly #forcing: Sql;
  readonly #signal: AbortSignal;
  readonly #posts = samplePostTexts(POSTS);
  /** The texts that each message has had, the newest last, by its raw id. */
  readonly #texts = new Map<number, string[]>();
  #open = 0;
  #edits = 0;

  /** @param forcing The same database under the name of one who may force. */
  constructor(sql: Sql, forcing: Sql, signal: AbortSignal) {
    this.#sql = sql;
    this.#forcing = forcing;
    this.#signal = signal;
  }

  /** Stores so many messages, one a minute. None is enqueued before it is let in. */
  async storeMessages(count: number): Promise<void> {
    const texts = Array.from({ length: count }, (_, index) => this.#posts[index % POSTS] ?? "");
    const rawIds = await storeMessages(this.#sql, texts.map((text) => ({ text })));
    rawIds.forEach((rawId, index) => this.#texts.set(rawId, [texts[index] ?? ""]));
  }

  /** Lets so many more messages be enqueued. */
  letIn(count: number): void {
    this.#open += count;
  }

  /** Enqueues what is new or was edited. */
  async enqueue(version: string): Promise<void> {
    await this.#enqueue(this.#sql, version, false);
  }

  async force(version: string): Promise<void> {
    await this.#enqueue(this.#forcing, version, true);
  }

  /**
   * Edits messages whose jobs a worker holds at this moment.
   *
   * @param back Give them the text again that they had before.
   * @returns How many were edited.
   */
  async editInFlight(version: string, count: number, back: boolean): Promise<number> {
    const rows = await this.ask(() =>
      this.#sql<{ raw_id: number }[]>`
        select raw_id from telegram_extractions
        where pipeline_version = ${version} and status = 'processing'
        order by lease_expires_at desc limit ${count}`
    );
    for (const { raw_id } of rows) {
      const texts = this.#texts.get(raw_id) ?? [];
      const older = back ? texts.at(-2) : undefined;
      const text = older ?? `${this.#posts[raw_id % POSTS]}\nEdit ${++this.#edits}`;
      texts.push(text);
      await this.ask(() => editMessage(this.#sql, raw_id, text));
    }
    return rows.length;
  }

  /** How many jobs of a version wait. */
  async countPending(version: string): Promise<number> {
    const [row] = await this.ask(() =>
      this.#sql<{ pending: number }[]>`
        select count(*) as pending from telegram_extractions where pipeline_version = ${version} and status = 'pending'`
    );
    return row?.pending ?? 0;
  }

  /** Whether a worker holds jobs; no where the database cannot be asked. */
  async holdsJobs(version: string, workerNameEnd: string): Promise<boolean> {
    try {
      const rows = await this.#sql`
        select from telegram_extractions
        where pipeline_version = ${version} and status = 'processing' and worker like ${`%${workerNameEnd}`} limit 1`;
      return rows.length > 0;
    } catch {
      return false;
    }
  }

  /** Asks the database until the faults let it through. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    return await insist(this.#signal, question);
  }

  async #enqueue(sql: Sql, version: string, force: boolean): Promise<void> {
    const options = {
      version,
      window: { since: null, until: new Date(FIRST_MESSAGE_MS + (this.#open + 1) * 60_000) },
      channelIds: null,
      maxMessagesPerChannel: null,
      force,
      allowLive: false,
      pageSize: 500,
    };
    await this.ask(async () => {
      for await (const _totals of iterEnqueueJobs(sql, options));
    });
  }
}
