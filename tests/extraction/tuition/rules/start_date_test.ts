import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

Deno.test("a start is a date, a week, an occasion or as soon as possible", () => {
  const starts: Record<string, string | null> = {
    "Lessons to start as soon as possible, parent is anxious": "as soon as possible",
    "Hopes to start after the September holidays": "after the September holidays",
    "Lessons begin in the first week of July": "first week of July",
    "Tutor can start from 3rd week of May onwards": "3rd week of May",
    "Wants to begin w/c 19 Jan, not earlier": "w/c 19 Jan",
    "Immediate start if possible": "Immediate start",
    "He can start right away": "right away",
    "Lessons should commence from 2 Feb onwards": "2 Feb",
    "Pls start before end Feb": "before end Feb",
    "Pls start by next week, exam is near": "by next week",
    "To begin on Monday 9 March": "Monday 9 March",
    "Wants lessons starting Term 1 Week 2": "Term 1 Week 2",
    "Hopes to start lessons in the June holidays": "June holidays",
    "Lessons start from Mar '26": "Mar '26",
    "Would begin in 2 weeks' time": "in 2 weeks' time",
    "Lessons start 5/1/2026": "5/1/2026",
    "Lessons start 7.30pm sharp": null,
    "Likes to start with easy questions": null,
  };
  for (const [remark, start] of Object.entries(starts)) {
    const fields = extractPost(`Subject: P6 Art\nRate: $40/hr\nRemarks: ${remark}`);
    assert.equal(fields.start_date, start, remark);
  }
});

Deno.test("a start has labels of many names", () => {
  for (
    const label of ["Start date", "Commencement", "1st lesson", "First class", "When to begin", "To start"]
  ) {
    const { start_date, lesson_schedule } = extractPost(
      `Subject: P6 Art\n${label}: 12 Jan 2026\nRate: $40/hr`,
    );
    assert.equal(start_date, "12 Jan 2026", label);
    assert.equal(lesson_schedule, null, label);
  }
});
