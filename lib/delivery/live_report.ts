import type { TailFigures } from "../ingest/tail_figures.ts";
import { describeDrained, drainMetrics } from "../queue/drain_metrics.ts";
import { type DrainTotals, emptyDrainTotals } from "../queue/drain_totals.ts";
import { loadRemaining, type Remaining } from "../queue/lease_protocol.ts";
import type { Metric } from "../runtime/metrics.ts";
import type { PartHealth } from "../runtime/metrics_server.ts";
import type { Part } from "../runtime/run_together.ts";
import type { Sql } from "../store/database.ts";
import { pingDatabase } from "../store/ping_database.ts";
import { deliveryMetrics, describeDelivered } from "./delivery_metrics.ts";
import { type DeliveryTotals, emptyDeliveryTotals } from "./delivery_totals.ts";

const PING_LIMIT_MS = 3000;

/** What a live run can tell of itself: a line a minute, metrics, health. */
export class LiveReport {
  drained: DrainTotals = emptyDrainTotals();
  delivered: DeliveryTotals = emptyDeliveryTotals();
  #remaining: Remaining | null = null;
  #told = structuredClone({ drained: this.drained, delivered: this.delivered });
  readonly #tail: TailFigures;
  readonly #running = new Set<string>();

  constructor(tail: TailFigures) {
    this.#tail = tail;
  }

  /** The same part, known here while it runs. */
  watch({ name, run }: Part): Part {
    return {
      name,
      run: (signal) => {
        this.#running.add(name);
        return run(signal).finally(() => this.#running.delete(name));
      },
    };
  }

  /** Counts what is left of a version; unknown where the database does not answer. */
  async count(sql: Sql, version: string): Promise<void> {
    this.#remaining = await loadRemaining(sql, version, 0).catch(() => null);
  }

  metrics(): Metric[] {
    return [
      ...this.#tail.metrics(),
      ...drainMetrics(this.drained, this.#remaining),
      ...deliveryMetrics(this.delivered),
    ];
  }

  /** @param worker The name of the part that extracts. */
  async health(sql: Sql, worker: string): Promise<Readonly<Record<string, PartHealth>>> {
    const ms = await pingDatabase(sql, PING_LIMIT_MS);
    const isWorking = this.#running.has(worker);
    return {
      tail: this.#tail.health(),
      database: {
        ok: ms !== null,
        reason: ms === null ? `no answer within ${PING_LIMIT_MS / 1000} s` : `answers in ${Math.ceil(ms)} ms`,
      },
      worker: { ok: isWorking, reason: isWorking ? "at work" : "not running" },
    };
  }

  /** What happened since the last call, as one line. */
  takeMinute(now: Date): string {
    const { drained, delivered } = this.#told;
    const sent = describeDelivered(delivered, this.delivered);
    const line = `${now.toISOString().slice(0, 19)}Z  ${this.#tail.takeMinute()}; ` +
      describeDrained(drained, this.drained, this.#remaining) + (sent === "" ? "" : `; ${sent}`);
    this.#told = structuredClone({ drained: this.drained, delivered: this.delivered });
    return line;
  }
}
