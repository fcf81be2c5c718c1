import { UserError } from "./errors.ts";

/** A span of time: `since` inclusive, `until` exclusive; null is open. */
export interface TimeWindow {
  readonly since: Date | null;
  readonly until: Date | null;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const EXAMPLE = "2025-12-29T00:00:00+08:00 or 2025-12-28T16:00:00Z";

/**
 * Parses an ISO 8601 instant that names its zone.
 *
 * @param name The setting the text came from, for the error.
 * @throws {UserError} If the text is no such instant; a missing zone is pointed out.
 */
export function parseInstant(name: string, text: string): Date {
  const trimmed = text.trim();
  const milliseconds = INSTANT.test(trimmed) ? instantMilliseconds(trimmed) : NaN;
  if (Number.isNaN(milliseconds)) {
    const zoneless = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/.test(trimmed);
    throw new UserError(
      `Cannot read ${name}: found "${text}", ${
        zoneless ? "which names no time zone" : "which is not an ISO 8601 instant"
      }; write it like ${EXAMPLE}`,
    );
  }
  return new Date(milliseconds);
}

/** Temporal refuses what `Date` quietly rolls over, such as 31 February. */
function instantMilliseconds(text: string): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return NaN;
  }
}

/**
 * Parses the two ends of a window as the modes' constants give them; null or an empty text leaves an end open.
 *
 * @throws {UserError} If an end is no instant with a zone, or the window is empty.
 */
export function parseTimeWindow(sinceIso: string | null, untilIso: string | null): TimeWindow {
  const since = sinceIso?.trim() ? parseInstant("SINCE_ISO", sinceIso) : null;
  const until = untilIso?.trim() ? parseInstant("UNTIL_ISO", untilIso) : null;
  if (since && until && since >= until) {
    throw new UserError(
      `Cannot use the window: SINCE_ISO ${since.toISOString()} is not before UNTIL_ISO ${until.toISOString()}; ` +
        "name an earlier SINCE_ISO or a later UNTIL_ISO",
    );
  }
  return { since, until };
}

const HOUR_MS = 3_600_000;

/** The window itself where it has a start; else one that starts, on a full hour, so many days before its end, or before now. */
export function limitToDays(window: TimeWindow, days: number, now: Date): TimeWindow {
  if (window.since !== null) return window;
  const endMs = (window.until ?? now).getTime();
  const sinceMs = Math.floor((endMs - days * 24 * HOUR_MS) / HOUR_MS) * HOUR_MS;
  return { ...window, since: new Date(sinceMs) };
}

/** One line for the echo of a mode's settings. */
export function formatTimeWindow(window: TimeWindow): string {
  if (!window.since && !window.until) return "all time";
  return `${window.since?.toISOString() ?? "the beginning"} <= date < ${
    window.until?.toISOString() ?? "the end"
  }`;
}
