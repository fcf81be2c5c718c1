import assert from "node:assert/strict";
import { parsePost } from "../../../lib/extraction/tuition/rules/parse_post.ts";
import { findTimeSignals, findWeeklySlots } from "../../../lib/extraction/tuition/weekly_slots.ts";
import { WEEKDAYS } from "../../../lib/schema/tuition_assignment.ts";

/** "monday 17:00-18:00", with a tilde after an estimate. */
function slotsOf(text: string): string[] {
  const { explicit, estimated } = findWeeklySlots(parsePost(text));
  return WEEKDAYS.flatMap((day) => [
    ...explicit[day].map((slot) => `${day} ${slot}`),
    ...estimated[day].map((slot) => `${day} ${slot} ~`),
  ]);
}

Deno.test("days and times under labels of their own belong together", () => {
  assert.deepEqual(slotsOf("Subject: P6 Art\nDay: Mon, Wed\nRate: $40/hr\nTime: 5pm - 6.30pm"), [
    "monday 17:00-18:30",
    "wednesday 17:00-18:30",
  ]);
  assert.deepEqual(slotsOf("Subject: P6 Art\nDays & timings:\nMon, Wed\nafter 6pm\nSat\n10am - 12nn"), [
    "monday 18:00-23:00 ~",
    "wednesday 18:00-23:00 ~",
    "saturday 10:00-12:00",
  ]);
});

Deno.test("the times of every child are found", () => {
  assert.deepEqual(slotsOf("P2 Math: Mon 3-4pm\nP5 Science: Mon 4-5.30pm or Thu 5-6.30pm\nRate: $40/hr"), [
    "monday 15:00-16:00",
    "monday 16:00-17:30",
    "thursday 17:00-18:30",
  ]);
});

Deno.test("lines apart from each other do not go on with each other where no label says so", () => {
  assert.deepEqual(slotsOf("P6 Art on Sat\nRate: $40/hr\nLocation: Bishan\n5pm reply"), []);
});

Deno.test("a label that tells no time leaves it to the other lines, unless it leaves the time open", () => {
  assert.deepEqual(slotsOf("Subject: P6 Art\nTime: see below\nRate: $40/hr\nSat 5-6pm"), [
    "saturday 17:00-18:00",
  ]);
  assert.deepEqual(slotsOf("Subject: P6 Art\nTime: flexible\nRate: $40/hr\nSat 5-6pm"), []);
});

Deno.test("the signals tell which words gave which slots, and which gave none", () => {
  assert.deepEqual(
    findTimeSignals(parsePost("Subject: P6 Art\nTiming: Tue/Thu After 6PM, Sat 10–11am or Sun")),
    {
      matched_spans: [
        { days: ["Tue", "Thu"], time: "After 6PM", slots: ["tuesday 18:00-23:00", "thursday 18:00-23:00"] },
        { days: ["Sat"], time: "10–11am", slots: ["saturday 10:00-11:00"] },
      ],
      rules_fired: ["named_day", "open_end", "clock_range"],
      warnings: [{ rule: "day_without_time", text: "Sun" }],
    },
  );
  assert.deepEqual(findTimeSignals(parsePost("Subject: P6 Art\nTiming: TBC")), {
    matched_spans: [],
    rules_fired: [],
    warnings: [{ rule: "left_open", text: "TBC" }],
  });
  assert.equal(findTimeSignals(parsePost("Subject: P6 Art\nRate: $40/hr")), null);
});
