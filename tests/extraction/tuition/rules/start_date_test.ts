import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

Deno.test("a start is a date, a week, an occasion or as soon as possible", () => {
  const starts: Record<string, string | null> = {
    "Lessons to start as soon as possible, parent is anxious": "as soon as possible",
    "Hopes to start after the September holidays": "after the September holidays",
    "Lessons begin in the first week of July": "first week of July",
    "Tutor can start from 3rd week of May onwards": "3rd week of May",
    "Likes to start with easy questions": null,
  };
  for (const [remark, start] of Object.entries(starts)) {
    const fields = extractPost(`Subject: P6 Art\nRate: $40/hr\nRemarks: ${remark}`);
    assert.equal(fields.start_date, start, remark);
  }
});
