import type { TimeWindow } from "../core/time_window.ts";
import { formatDuration, formatPercent } from "../runtime/format_number.ts";

/** How far a back-fill has come by the time that its window spans, and how long the rest will take. */
export class BackfillPace {
  readonly #sinceMs: number;
  readonly #untilMs: number;
  readonly #channels: number;
  readonly #startedMs: number;
  #name = "";
  #done = 0;
  /** Of the channel under way. */
  #share = 0;
  #reached: Date | null = null;
  /** Shares of windows that this run has read itself. */
  #gained = 0;

  /** @param nowMs As of `Date.now()`; the end of a window that is open. */
  constructor({ since, until }: TimeWindow, channels: number, nowMs: number) {
    this.#sinceMs = since?.getTime() ?? nowMs;
    this.#untilMs = Math.min(until?.getTime() ?? nowMs, nowMs);
    this.#channels = channels;
    this.#startedMs = nowMs;
  }

  beginChannel(name: string): void {
    this.#name = name;
    this.#share = 0;
    this.#reached = null;
  }

  /** @param oldestDate When the oldest message of the page was written. */
  addPage(oldestDate: Date | null): void {
    if (oldestDate === null) return;
    const spanMs = Math.max(1, this.#untilMs - this.#sinceMs);
    const share = Math.min(1, Math.max(0, (this.#untilMs - oldestDate.getTime()) / spanMs));
    // A reading that goes on from an earlier run's begins with a leap, which says nothing about the pace.
    if (this.#reached !== null) this.#gained += Math.max(0, share - this.#share);
    this.#share = share;
    this.#reached = oldestDate;
  }

  endChannel(): void {
    this.#done++;
    this.#share = 0;
    this.#reached = null;
  }

  /** From 0 to 1. */
  get share(): number {
    return this.#channels === 0 ? 1 : Math.min(1, (this.#done + this.#share) / this.#channels);
  }

  /** Null while nothing can be said. */
  leftMs(nowMs: number): number | null {
    const gained = this.#gained / this.#channels;
    return gained < 0.001 ? null : (nowMs - this.#startedMs) / gained * (1 - this.share);
  }

  /** `t.me/x down to 2025-03-01 10:00, 34.0 % of the window, about 2m 10s left`. */
  describe(nowMs: number): string {
    const leftMs = this.leftMs(nowMs);
    return [
      this.#reached === null ? this.#name : `${this.#name} down to ${formatMinute(this.#reached)}`,
      `${formatPercent(this.share)} of the window`,
      leftMs === null ? "" : `about ${formatDuration(leftMs)} left`,
    ].filter((part) => part !== "").join(", ");
  }
}

/** `2025-03-01 10:00`, in UTC. */
export function formatMinute(date: Date): string {
  return date.toISOString().slice(0, 16).replace("T", " ");
}
