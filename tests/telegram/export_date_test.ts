import assert from "node:assert/strict";
import { createExportClock, quoteValue } from "../../lib/telegram/export_date.ts";

Deno.test("date_unixtime wins over the local date", () => {
  const clock = createExportClock("Asia/Singapore");
  assert.deepEqual(clock.read("1714521600", "1999-01-01T00:00:00"), new Date("2024-05-01T00:00:00Z"));
  assert.deepEqual(clock.read(1714521600, null), new Date("2024-05-01T00:00:00Z"));
});

Deno.test("a local date is read in the zone of the computer that made the export", () => {
  assert.deepEqual(
    createExportClock("Asia/Singapore").read(undefined, "2021-07-01T08:30:00"),
    new Date("2021-07-01T00:30:00Z"),
  );
  const berlin = createExportClock("Europe/Berlin");
  assert.deepEqual(berlin.read(undefined, "2021-01-01T12:00:00"), new Date("2021-01-01T11:00:00Z"));
  assert.deepEqual(berlin.read(undefined, "2021-07-01T12:00:00"), new Date("2021-07-01T10:00:00Z"));
});

Deno.test("local dates without a zone say how to name one", () => {
  const clock = createExportClock(null);
  const read = () => clock.read(undefined, "2021-07-01T08:30:00");
  const needsZone = {
    name: "UserError",
    message: /EXPORT_TIME_ZONE=Asia\/Singapore in \.env, or --export-time-zone Asia\/Singapore/,
  };
  assert.throws(read, RangeError);
  assert.throws(() => clock.assertZone(), needsZone);
  for (const _ of [2, 3]) assert.throws(read, RangeError);
  assert.throws(read, needsZone);
  clock.read("1714521600", "2024-05-01T08:00:00");
  assert.throws(read, RangeError);
  clock.assertZone();
});

Deno.test("a local date alone among others that have their instant is one record's fault", () => {
  const clock = createExportClock(null);
  clock.read("1714521600", "2024-05-01T08:00:00");
  assert.throws(() => clock.read(undefined, "2024-05-01T08:00:00"), RangeError);
});

Deno.test("an edit date of the epoch means never edited", () => {
  assert.equal(createExportClock("Asia/Singapore").read(undefined, "1970-01-01T07:30:00"), null);
  assert.equal(createExportClock(null).read(undefined, undefined), null);
});

Deno.test("what is no date is a RangeError that names it", () => {
  const clock = createExportClock("UTC");
  for (
    const [unixtime, local] of [
      ["soon", undefined],
      ["99999999999999", undefined],
      [undefined, "2021-02-31T00:00:00"],
      [undefined, 5],
      [{}, undefined],
    ]
  ) {
    assert.throws(() => clock.read(unixtime, local), RangeError);
  }
});

Deno.test("an unknown zone is refused", () => {
  assert.throws(() => createExportClock("Mars/Olympus"), {
    name: "UserError",
    message: /found "Mars\/Olympus"/,
  });
});

Deno.test("a value that may be a message's text is told by its kind", () => {
  const values: [unknown, string][] = [
    [undefined, "missing"],
    [null, "null"],
    [1.5, "1.5"],
    ["yesterday", '"yesterday"'],
    ["call 91234567 now", "a text of 17 characters"],
    ["x".repeat(2000), "a text of 2,000 characters"],
    [["secret"], "a list"],
    [{ text: "secret" }, "an object"],
  ];
  for (const [value, expected] of values) assert.equal(quoteValue(value), expected);
});
