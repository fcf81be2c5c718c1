import assert from "node:assert/strict";
import { findPostStatus } from "../../../lib/extraction/tuition/post_status.ts";
import { parsePost } from "../../../lib/extraction/tuition/rules/parse_post.ts";
import { SAMPLE_AGENCIES } from "../../../lib/samples/sample_agencies.ts";
import { readStatusWords } from "../../../lib/samples/status_words.ts";

const BODY = "P5 Science @ Kovan\nMon 7pm, $40/hr\nGender: open\nRemarks: tutor must have taken the exam";
const statusOf = (text: string) => findPostStatus(parsePost(text));

const CASES: readonly [text: string, status: ReturnType<typeof statusOf>][] = [
  [BODY, null],
  [`NEW!\n${BODY}`, null],
  [`Status: Open\n${BODY}`, "open"],
  [`Status: 🟢\n${BODY}`, "open"],
  [`Status - ❌\n${BODY}`, "closed"],
  [`Status: Open (repost)\n${BODY}`, "reposted"],
  [`Assignment Status: Filled\n${BODY}`, "taken"],
  [`Status: not yet taken\n${BODY}`, "open"],
  [`[CLOSED] ${BODY}`, "closed"],
  [`(Taken) ${BODY}`, "taken"],
  [`【TAKEN】${BODY}`, "taken"],
  [`CLOSED - ${BODY}`, "closed"],
  [`taken liao\n${BODY}`, "taken"],
  [`bump ${BODY}`, "reposted"],
  [`Looking for a P5 Science tutor (REPOST)\n${BODY}`, "reposted"],
  [`❌❌❌\n${BODY}`, "closed"],
  [`${BODY}\n\n❌ TAKEN ❌`, "taken"],
  [`${BODY}\nTutor found, thank you all for applying!`, "taken"],
  [`${BODY}\nUpdate: this assignment has been filled.`, "taken"],
  [`Hello tutors! This case is still available.\n${BODY}`, "open"],
  [`Sorry, no longer available\n${BODY}`, "closed"],
  [`~~P5 Science @ Kovan~~\n${BODY}`, "closed"],
  [`${[..."P5 Science"].join("\u0336")}\u0336\n${BODY}`, "closed"],
  [`Up to $50/hr! ${BODY}`, null],
  [`${BODY}\nOpen to full-time tutors`, null],
  [`${BODY}\n❌ No fresh graduates`, null],
  [`${BODY}\nSat slots are taken by other lessons`, null],
  [`Code: AB12 (taken)\n${BODY}`, "taken"],
  [`TAKEN\n${BODY}`, "taken"],
  [`Confirmed 2 lessons a week\n${BODY}`, null],
  [`Gone are the days of waiting! New job\n${BODY}`, null],
  [`Not available Mon. Tutor needed\n${BODY}`, null],
];

for (const [text, status] of CASES) {
  Deno.test(`the status of ${JSON.stringify(text.replace(BODY, "..."))} is ${status}`, () => {
    assert.equal(statusOf(text), status);
  });
}

Deno.test("every agency's words for a repost or a filled post tell a status", () => {
  for (const { id, statuses, closedMark } of SAMPLE_AGENCIES) {
    const words = [...statuses.repost, ...statuses.closed, closedMark].filter((word) => word !== "");
    for (const word of words) assert.notEqual(readStatusWords(word), null, `${id}: ${word}`);
  }
});
