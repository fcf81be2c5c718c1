import { formatCount, formatDuration, formatRate } from "./format_number.ts";
import type { Printer } from "./printer.ts";

/** A progress line. Its counters are plain fields, so that a hot loop pays nothing for it. */
export interface Progress extends Disposable {
  done: number;
  /** Null while it is not known. */
  total: number | null;
  /** Removes the line and writes a last one. Disposing does the same, unless nothing was done: then a failure has more to say. */
  end(): void;
}

export interface ProgressOptions {
  /** What is going on: `Import`. */
  readonly label: string;
  /** What is counted: `messages`. */
  readonly unit: string;
  /** What the rate is in. Default `/s`, which is enough where single things are counted. */
  readonly rateUnit?: string;
  readonly total?: number | null;
  /** Writes further figures, such as `12 failed`; called when the line is drawn. */
  readonly details?: () => string;
  /** Tells what holds things up just now, such as `waiting 20 s`; not in the last line. */
  readonly holdUp?: () => string;
  /** Milliseconds; steady. */
  readonly now?: () => number;
}

const PER_SECOND = "/s";
const LIVE_MS = 100;
const PLAIN_MS = 10_000;
const RATE_WINDOW_MS = 15_000;

/** Opens a progress line: rewritten in place on a terminal, otherwise a line every ten seconds. */
export function openProgress(printer: Printer, options: ProgressOptions): Progress {
  const now = options.now ?? (() => performance.now());
  const rateUnit = options.rateUnit ?? PER_SECOND;
  const startedMs = now();
  const meter = new RateMeter(startedMs);
  let ended = false;
  const line = () => {
    const atMs = now();
    return formatProgress({
      ...options,
      done: progress.done,
      total: progress.total,
      perSecond: meter.measure(progress.done, atMs),
      details: [options.holdUp?.() ?? "", options.details?.() ?? ""].filter((part) => part !== "").join(", "),
    });
  };
  const close = () => {
    ended = true;
    clearInterval(timer);
    printer.status(null);
  };
  const progress: Progress = {
    done: 0,
    total: options.total ?? null,
    end() {
      if (ended) return;
      close();
      const elapsedMs = now() - startedMs;
      const details = options.details?.() ?? "";
      printer.note(
        `${options.label}: ${formatCount(progress.done)} ${options.unit} in ${formatDuration(elapsedMs)}` +
          (elapsedMs > 0 && progress.done > 0
            ? `, ${formatRate(progress.done / elapsedMs * 1000)}${rateUnit}`
            : "") +
          (details === "" ? "" : `, ${details}`),
      );
    },
    [Symbol.dispose]: () => progress.done > 0 ? progress.end() : close(),
  };
  const timer = setInterval(
    () => printer.live ? printer.status(line()) : printer.note(line()),
    printer.live ? LIVE_MS : PLAIN_MS,
  );
  // The line must not keep a process alive that has nothing else to do.
  Deno.unrefTimer(timer);
  return progress;
}

/** What a progress line shows. */
export interface ProgressState {
  readonly label: string;
  readonly unit: string;
  /** Default `/s`. */
  readonly rateUnit?: string;
  readonly done: number;
  readonly total: number | null;
  /** Null while it is not known. */
  readonly perSecond: number | null;
  readonly details: string;
}

/** Formats a progress line, the most important first: a narrow terminal cuts its end. */
export function formatProgress(state: ProgressState): string {
  const { label, unit, rateUnit = PER_SECOND, done, total, perSecond, details } = state;
  const left = total !== null && perSecond !== null && perSecond > 0 ? (total - done) / perSecond : null;
  const parts = [
    total === null
      ? `${formatCount(done)} ${unit}`
      : `${formatCount(done)}/${formatCount(total)} ${unit}${
        total > 0 ? ` ${Math.min(100, Math.floor(done / total * 100))} %` : ""
      }`,
    perSecond === null ? "" : `${formatRate(perSecond)}${rateUnit}`,
    left === null || left <= 0 ? "" : `${formatDuration(left * 1000)} left`,
    details,
  ];
  return `${label}: ${parts.filter((part) => part !== "").join(", ")}`;
}

/** The rate over the last seconds, so that the time left follows a change of pace. */
export class RateMeter {
  #samples: { readonly atMs: number; readonly done: number }[];

  constructor(startMs: number) {
    this.#samples = [{ atMs: startMs, done: 0 }];
  }

  /** Items a second, or null before half a second has passed. */
  measure(done: number, atMs: number): number | null {
    const newest = this.#samples.at(-1);
    if (newest === undefined || atMs - newest.atMs >= 1000) this.#samples.push({ atMs, done });
    while (this.#samples.length > 2 && atMs - (this.#samples[1]?.atMs ?? atMs) > RATE_WINDOW_MS) {
      this.#samples.shift();
    }
    const oldest = this.#samples[0];
    if (oldest === undefined || atMs - oldest.atMs < 500) return null;
    return (done - oldest.done) / (atMs - oldest.atMs) * 1000;
  }
}
