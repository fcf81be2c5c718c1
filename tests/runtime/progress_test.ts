import assert from "node:assert/strict";
import { createPrinter } from "../../lib/runtime/printer.ts";
import { formatProgress, openProgress, RateMeter } from "../../lib/runtime/progress.ts";
import { recordingSink } from "../support/recording_sink.ts";

const STATE = { label: "Import", unit: "messages", done: 250, total: 1000, perSecond: 50, details: "" };

Deno.test("a progress line tells how far, how fast and how long", () => {
  assert.equal(formatProgress(STATE), "Import: 250/1,000 messages 25 %, 50/s, 15 s left");
  assert.equal(
    formatProgress({ ...STATE, details: "3 failed" }),
    "Import: 250/1,000 messages 25 %, 50/s, 15 s left, 3 failed",
  );
});

Deno.test("what is not known is left out", () => {
  assert.equal(formatProgress({ ...STATE, total: null }), "Import: 250 messages, 50/s");
  assert.equal(formatProgress({ ...STATE, perSecond: null }), "Import: 250/1,000 messages 25 %");
  assert.equal(formatProgress({ ...STATE, perSecond: 0 }), "Import: 250/1,000 messages 25 %, 0/s");
  assert.equal(formatProgress({ ...STATE, done: 0, total: 0, perSecond: null }), "Import: 0/0 messages");
});

Deno.test("at the end, or past an estimated total, no time is left and the share is at most 100 %", () => {
  assert.equal(formatProgress({ ...STATE, done: 1000 }), "Import: 1,000/1,000 messages 100 %, 50/s");
  assert.equal(formatProgress({ ...STATE, done: 1200 }), "Import: 1,200/1,000 messages 100 %, 50/s");
});

Deno.test("the rate is that of the last seconds, not of the whole run", () => {
  const meter = new RateMeter(0);
  assert.equal(meter.measure(10, 100), null);
  let done = 0;
  for (let second = 1; second <= 60; second++) meter.measure(done += 100, second * 1000);
  assert.equal(meter.measure(done, 60_000), 100);
  for (let second = 61; second <= 80; second++) meter.measure(done += 10, second * 1000);
  assert.equal(meter.measure(done, 80_000), 10);
});

Deno.test("the last line tells the whole", () => {
  let nowMs = 1000;
  const err = recordingSink();
  const progress = openProgress(createPrinter(recordingSink(), err), {
    label: "Drain",
    unit: "jobs",
    total: 4,
    details: () => "1 failed",
    now: () => nowMs,
  });
  progress.done = 4;
  nowMs += 2000;
  progress.end();
  progress.end();
  assert.equal(err.text(), "Drain: 4 jobs in 2.0 s, 2/s, 1 failed\n");
});

Deno.test("leaving the block ends the line, and says nothing where nothing was done", () => {
  const lastLine = (done: number) => {
    const err = recordingSink();
    {
      using progress = openProgress(createPrinter(recordingSink(), err), {
        label: "Drain",
        unit: "jobs",
        now: () => 0,
      });
      progress.done = done;
    }
    return err.text();
  };
  assert.equal(lastLine(3), "Drain: 3 jobs in 0.0 s\n");
  assert.equal(lastLine(0), "");
});

Deno.test("what holds things up stands before the figures of a running line, and not in the last one", async () => {
  let nowMs = 0;
  const err = recordingSink(80);
  const progress = openProgress(createPrinter(recordingSink(), err), {
    label: "Drain",
    unit: "jobs",
    details: () => "1 failed",
    holdUp: () => "waiting 3 s",
    now: () => nowMs,
  });
  progress.done = 2;
  while (err.writes.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.match(err.text(), /Drain: 2 jobs, waiting 3 s, 1 failed/);
  nowMs = 1000;
  progress.end();
  assert.match(err.writes.at(-1) ?? "", /^Drain: 2 jobs in 1\.0 s, 2\/s, 1 failed\n$/);
});
