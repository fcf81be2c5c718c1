/**
 * How long a server asks to wait, in milliseconds, or null where it does not say: `retry-after-ms`, else `retry-after` in
 * seconds or as an HTTP date (RFC 9110, 10.2.3).
 */
export function parseRetryAfterMs(headers: Headers, nowMs: number): number | null {
  const milliseconds = parseDecimal(headers.get("retry-after-ms"));
  if (milliseconds !== null) return Math.ceil(milliseconds);
  const text = headers.get("retry-after");
  const seconds = parseDecimal(text);
  if (seconds !== null) return Math.ceil(seconds * 1000);
  // Date.parse alone takes "-5" for a year.
  const dateMs = text !== null && /^[A-Z][a-z]+, \d.* GMT$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}

function parseDecimal(text: string | null): number | null {
  return text !== null && /^\s*\d{1,12}(\.\d{1,9})?\s*$/.test(text) ? Number(text) : null;
}
