import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { formatTimeWindow, limitToDays, parseInstant, parseTimeWindow } from "../../lib/core/time_window.ts";

Deno.test("an instant with a zone is read whatever the zone", () => {
  for (
    const text of [
      "2025-12-28T16:00:00Z",
      "2025-12-29T00:00:00+08:00",
      "2025-12-29T00:00+08:00",
      "2025-12-28T16:00:00.000000Z",
      " 2025-12-28T11:00:00-05:00 ",
    ]
  ) assert.equal(parseInstant("SINCE_ISO", text).toISOString(), "2025-12-28T16:00:00.000Z", text);
});

Deno.test("an instant without a zone is an error that says so and shows one", () => {
  for (const text of ["2025-12-29", "2025-12-29T00:00:00", "2025-12-29 00:00", "2025-12-29T00:00:00.5"]) {
    assert.throws(
      () => parseInstant("SINCE_ISO", text),
      (error) =>
        error instanceof UserError && /^Cannot read SINCE_ISO: .*no time zone.*\+08:00/.test(error.message),
      text,
    );
  }
});

Deno.test("what is no instant is an error, days that do not exist too", () => {
  for (
    const text of [
      "",
      "yesterday",
      "29/12/2025",
      "2025-02-31T00:00:00Z",
      "2025-13-01T00:00:00Z",
      "2025-12-29T25:00:00Z",
      "2025-12-29T00:00:00 SGT",
    ]
  ) {
    assert.throws(
      () => parseInstant("UNTIL_ISO", text),
      (error) =>
        error instanceof UserError && /^Cannot read UNTIL_ISO: .*not an ISO 8601 instant/.test(error.message),
      text,
    );
  }
});

Deno.test("null and an empty text leave an end of the window open", () => {
  assert.deepEqual(parseTimeWindow(null, " "), { since: null, until: null });
  const { since, until } = parseTimeWindow("2025-12-28T16:00:00Z", null);
  assert.equal(since?.toISOString(), "2025-12-28T16:00:00.000Z");
  assert.equal(until, null);
});

Deno.test("an empty window is an error", () => {
  for (const until of ["2025-12-28T16:00:00Z", "2025-12-28T23:00:00+08:00"]) {
    assert.throws(
      () => parseTimeWindow("2025-12-28T16:00:00Z", until),
      (error) => error instanceof UserError && /is not before UNTIL_ISO/.test(error.message),
    );
  }
});

Deno.test("a window is shown with which end is inside", () => {
  assert.equal(formatTimeWindow(parseTimeWindow(null, null)), "all time");
  assert.equal(
    formatTimeWindow(parseTimeWindow("2025-12-29T00:00:00+08:00", null)),
    "2025-12-28T16:00:00.000Z <= date < the end",
  );
  assert.equal(
    formatTimeWindow(parseTimeWindow(null, "2025-12-29T00:00:00Z")),
    "the beginning <= date < 2025-12-29T00:00:00.000Z",
  );
});

Deno.test("a window without a start begins on a full hour so many days before its end, or before now", () => {
  const now = new Date("2026-03-10T09:41:30Z");
  const open = { since: null, until: null };
  assert.deepEqual(limitToDays(open, 7, now), { since: new Date("2026-03-03T09:00:00Z"), until: null });
  const until = new Date("2026-01-08T00:00:00Z");
  assert.deepEqual(limitToDays({ since: null, until }, 7, now), {
    since: new Date("2026-01-01T00:00:00Z"),
    until,
  });
  assert.deepEqual(limitToDays({ since: until, until: null }, 7, now), { since: until, until: null });
});
