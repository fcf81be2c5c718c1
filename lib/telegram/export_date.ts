import { UserError } from "../core/errors.ts";

/** Exports of 2018-2019 write the epoch, in local time, as the edit date of a message never edited. */
const FIRST_TELEGRAM_DAY_MS = Date.UTC(2013, 7, 1);
const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

/** Turns the two ways in which an export writes a date into an instant. */
export interface ExportClock {
  /**
   * @param unixtime Seconds since the epoch, as text; absent in exports from before 2022.
   * @param local Local time without a zone.
   * @returns Null where neither is given or the date is before Telegram, which stands for "never".
   * @throws {RangeError} If what is given is no date, or a local time alone among others that have their instant.
   * @throws {UserError} If there are only local times and no zone is known. The first few could be damaged ones of
   * others that have their instant: of these it is a RangeError, and `assertZone` has the last word.
   */
  read(unixtime: unknown, local: unknown): Date | null;
  /** @throws {UserError} If all dates so far were local times and no zone is known. */
  assertZone(): void;
}

/** So many local times in a row are no accident. */
const MAX_ACCIDENTAL_LOCAL_TIMES = 3;

/**
 * A clock for exports made in `timeZone`, an IANA name such as `Asia/Singapore`; null if it is not known, which is
 * enough for exports that carry `date_unixtime`.
 *
 * @throws {UserError} If there is no such zone.
 */
export function createExportClock(timeZone: string | null): ExportClock {
  if (timeZone !== null) assertTimeZone(timeZone);
  let hasInstants = false;
  let zoneless = 0;
  const assertZone = (atMost: number) => {
    if (hasInstants || zoneless <= atMost) return;
    throw new UserError(
      "its dates are local times without a zone (an export from before 2022); name the zone of the computer that " +
        "made it: EXPORT_TIME_ZONE=Asia/Singapore in .env, or --export-time-zone Asia/Singapore",
    );
  };
  return {
    assertZone: () => assertZone(0),
    read(unixtime, local) {
      if (isAbsent(unixtime) && isAbsent(local)) return null;
      if (isAbsent(unixtime) && timeZone === null) {
        if (isLocalTime(local)) zoneless++;
        assertZone(MAX_ACCIDENTAL_LOCAL_TIMES);
        throw new RangeError("has no unixtime beside it");
      }
      const milliseconds = isAbsent(unixtime) ? parseLocalTime(local, timeZone) : parseUnixTime(unixtime);
      hasInstants ||= !isAbsent(unixtime);
      return milliseconds < FIRST_TELEGRAM_DAY_MS ? null : new Date(milliseconds);
    },
  };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function parseUnixTime(unixtime: unknown): number {
  const isNumeric = typeof unixtime === "number" || (typeof unixtime === "string" && /^\d+$/.test(unixtime));
  const milliseconds = isNumeric ? Number(unixtime) * 1000 : NaN;
  if (!Number.isFinite(new Date(milliseconds).getTime())) {
    throw new RangeError(`is ${quoteValue(unixtime)}, expected seconds since 1970`);
  }
  return milliseconds;
}

function isLocalTime(local: unknown): local is string {
  return typeof local === "string" && LOCAL_DATE.test(local);
}

function parseLocalTime(local: unknown, timeZone: string | null): number {
  if (!isLocalTime(local)) {
    throw new RangeError(`is ${quoteValue(local)}, expected ISO 8601 like 2021-05-01T18:30:00`);
  }
  try {
    return Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone ?? "UTC").epochMilliseconds;
  } catch {
    throw new RangeError(`is ${quoteValue(local)}, which is no date`);
  }
}

/** A value of a record for the reason of its reject; what may be a message's text is told by its kind alone. */
export function quoteValue(value: unknown): string {
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "string" && !/^[\w:.+-]{0,40}$/.test(value)) {
    return `a text of ${value.length.toLocaleString("en-US")} characters`;
  }
  return JSON.stringify(value);
}

function assertTimeZone(timeZone: string): void {
  try {
    Temporal.PlainDate.from("2020-01-01").toZonedDateTime(timeZone);
  } catch {
    throw new UserError(
      `Cannot read EXPORT_TIME_ZONE: found "${timeZone}", which is no IANA time zone; ` +
        "write it like Asia/Singapore, Europe/Berlin or UTC",
    );
  }
}
