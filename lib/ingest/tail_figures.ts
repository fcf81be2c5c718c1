import { formatCount, formatDuration } from "../runtime/format_number.ts";
import { labelledMetric, type Metric } from "../runtime/metrics.ts";
import type { PartHealth } from "../runtime/metrics_server.ts";
import type { CatchUpReason, StoredChanges } from "./tail_options.ts";

/** What a channel's changes came to. */
type Kind = "new" | "edited" | "deleted" | "known" | "refused";
const KINDS: readonly Kind[] = ["new", "edited", "deleted", "known", "refused"];

/** What a live tail has done so far, and how it is. */
export class TailFigures {
  readonly #silentSeconds: number;
  readonly #now: () => number;
  readonly #byChannel = new Map<string, Record<Kind, number> & { newestMs: number | null; lagMs: number }>();
  readonly #catchUps = new Map<CatchUpReason, number>();
  #floodSeconds = 0;
  #signMs: number;
  /** Since the last minute's line. */
  #minute = emptyCounts();
  #minuteLagMs: number | null = null;
  #minuteCatchUps = 0;

  /**
   * @param silentSeconds How long Telegram may give no sign before the tail counts as dead.
   * @param now As `Date.now`.
   */
  constructor(silentSeconds: number, now: () => number) {
    this.#silentSeconds = silentSeconds;
    this.#now = now;
    this.#signMs = now();
  }

  /** Notes that Telegram has answered or pushed something, or that it is waited for on purpose. */
  noteSign(): void {
    this.#signMs = this.#now();
  }

  /** Notes a second of a wait that Telegram asked for. */
  noteFloodWait(): void {
    this.#floodSeconds++;
    this.noteSign();
  }

  noteCatchUp(reason: CatchUpReason): void {
    this.#catchUps.set(reason, (this.#catchUps.get(reason) ?? 0) + 1);
    if (reason !== "poll" && reason !== "check") this.#minuteCatchUps++;
  }

  noteStored(stored: StoredChanges): void {
    const name = stored.channel.channelLink ?? String(stored.channel.channelId);
    const channel = this.#byChannel.get(name) ?? { ...emptyCounts(), newestMs: null, lagMs: 0 };
    this.#byChannel.set(name, channel);
    for (const kind of KINDS) {
      channel[kind] += stored[kind];
      this.#minute[kind] += stored[kind];
    }
    if (stored.newestDate === null || stored.new === 0) return;
    const writtenMs = stored.newestDate.getTime();
    channel.lagMs = Math.max(0, this.#now() - writtenMs);
    channel.newestMs = Math.max(channel.newestMs ?? writtenMs, writtenMs);
    this.#minuteLagMs = Math.max(this.#minuteLagMs ?? 0, channel.lagMs);
  }

  /** What was stored since this was last called: `12 new, 3 edited, 1 deleted, stored 2.1 s after they were written`. */
  takeMinute(): string {
    const { new: added, edited, deleted, refused } = this.#minute;
    const line = [
      `${formatCount(added)} new, ${formatCount(edited)} edited, ${formatCount(deleted)} deleted`,
      refused === 0 ? "" : `${formatCount(refused)} refused`,
      this.#minuteLagMs === null ? "" : `stored at most ${formatDuration(this.#minuteLagMs)} behind Telegram`,
      this.#minuteCatchUps === 0 ? "" : `catch-ups: ${formatCount(this.#minuteCatchUps)}`,
    ].filter((part) => part !== "").join(", ");
    this.#minute = emptyCounts();
    this.#minuteLagMs = null;
    this.#minuteCatchUps = 0;
    return line;
  }

  health(): PartHealth {
    const seconds = Math.round((this.#now() - this.#signMs) / 1000);
    return {
      ok: seconds <= this.#silentSeconds,
      reason: `last sign of life from Telegram ${seconds} s ago, at most ${this.#silentSeconds} s are well`,
    };
  }

  metrics(): Metric[] {
    const channels = [...this.#byChannel];
    return [
      {
        name: "resift_messages_total",
        help: "What the messages came to that Telegram told of, by channel.",
        type: "counter",
        samples: channels.flatMap(([channel, counts]) =>
          KINDS.map((change) => ({ labels: { channel, change }, value: counts[change] }))
        ),
      },
      labelledMetric(
        {
          name: "resift_store_lag_seconds",
          help: "How long after it was written the last new message was stored.",
          type: "gauge",
        },
        "channel",
        channels.flatMap(([name, { newestMs, lagMs }]) => newestMs === null ? [] : [[name, lagMs / 1000]]),
      ),
      labelledMetric(
        {
          name: "resift_newest_message_timestamp_seconds",
          help: "When the newest message was written.",
          type: "gauge",
        },
        "channel",
        channels.flatMap(([name, { newestMs }]) => newestMs === null ? [] : [[name, newestMs / 1000]]),
      ),
      labelledMetric(
        {
          name: "resift_catch_ups_total",
          help: "Times that missed changes were asked for.",
          type: "counter",
        },
        "reason",
        this.#catchUps,
      ),
      {
        name: "resift_flood_wait_seconds_total",
        help: "How long Telegram asked to be left alone.",
        type: "counter",
        samples: [{ value: this.#floodSeconds }],
      },
      {
        name: "resift_telegram_sign_timestamp_seconds",
        help: "When Telegram gave the last sign of life.",
        type: "gauge",
        samples: [{ value: this.#signMs / 1000 }],
      },
    ];
  }
}

function emptyCounts(): Record<Kind, number> {
  return { new: 0, edited: 0, deleted: 0, known: 0, refused: 0 };
}
