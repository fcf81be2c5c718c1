import assert from "node:assert/strict";
import { splitPost } from "../../../lib/extraction/tuition/split_post.ts";
import { parsePost } from "../../../lib/extraction/tuition/rules/parse_post.ts";
import { iterSampleMessages } from "../../../lib/samples/iter_sample_messages.ts";
import { extractPost } from "../../support/extract_post.ts";
import { readMarkedPosts } from "./posts/read_marked_posts.ts";
import { type ExpectedSplit, scoreSplitting } from "./posts/score_splitting.ts";

const split = (text: string) => splitPost(parsePost(text));

Deno.test("posts of many shapes fall into their assignments, each with its code", () => {
  const posts = readMarkedPosts("compilations.txt");
  assert.ok(posts.length >= 25 && posts.every(({ segments }) => segments.length >= 2));
  const { segments, codes, misses } = scoreSplitting(posts, split);
  for (const { hits, given, expected } of [segments, codes]) {
    assert.ok(hits / given >= 0.97 && hits / expected >= 0.97, misses.join("\n"));
  }
});

Deno.test("posts of one assignment stay whole, whatever they list", () => {
  const posts = readMarkedPosts("single_posts.txt");
  assert.ok(posts.length >= 25);
  assert.deepEqual(scoreSplitting(posts, split).misses, []);
  for (const { text } of posts) assert.deepEqual(split(text), [{ start: 0, end: text.length, code: null }]);
});

Deno.test("generated posts of many agencies are split where several assignments stand, and nowhere else", () => {
  const posts: (ExpectedSplit & { name: string })[] = [];
  for (const seed of [11, 12, 13]) {
    const options = { seed, messagesPerChannel: 60, since: new Date("2026-01-05T00:00:00Z") };
    for (const { agency, messageId, text, truth, disposition } of iterSampleMessages(options)) {
      if (disposition.status !== "ok") continue;
      const segments = truth.kind !== "compilation" ? [] : truth.segments.map(({ start, end, fields }) => ({
        start,
        end,
        code: fields.assignment_code ?? null,
      }));
      posts.push({ name: `${seed}, ${agency.id} ${messageId}`, text, segments });
    }
  }
  const { segments, codes, misses } = scoreSplitting(posts, split);
  assert.ok(segments.expected > 150, `${segments.expected} segments`);
  for (const { hits, given, expected } of [segments, codes]) {
    assert.ok(hits / given >= 0.98 && hits / expected >= 0.98, misses.join("\n"));
  }
});

Deno.test("a code that two assignments of a post bear is nobody's", () => {
  const segments = split(
    "1) P4 Maths @ Bishan, $30/hr, text HOT24 to us\n2) P5 Maths @ Kovan, $35/hr, text HOT24 to us",
  );
  assert.deepEqual(segments.map(({ code }) => code), [null, null]);
});

Deno.test("what the head or the foot says of all assignments is shared by them", () => {
  const text =
    "Jobs (venue for all: Larkspur Road)\n1) P4 Maths @ home, Mon 5pm\n2) P6 Art @ home, Tue 5pm\n\nAll at $40/hr. PM me";
  const segments = split(text);
  assert.deepEqual(segments.map(({ start, end }) => text.slice(start, end)), [
    "1) P4 Maths @ home, Mon 5pm",
    "2) P6 Art @ home, Tue 5pm",
  ]);
  for (const { shared = [] } of segments) {
    assert.deepEqual(shared.map(({ start, end }) => text.slice(start, end)), [
      "venue for all: Larkspur Road",
      "All at $40/hr",
    ]);
  }
});

Deno.test("places are those of the post's own text, also where its letters are styled", () => {
  const text = "𝐉𝐨𝐛𝐬\n\n[AB101] P4 Maths @ Bishan, $30/hr\n\n[AB102] P5 Maths @ Kovan, $35/hr";
  assert.deepEqual(split(text).map(({ start, end }) => text.slice(start, end)), [
    "[AB101] P4 Maths @ Bishan, $30/hr",
    "[AB102] P5 Maths @ Kovan, $35/hr",
  ]);
});

Deno.test("texts made to mislead are split as fast as others", () => {
  const repeats = [
    "1) ",
    "p5 math @ x $3\n",
    "a1234\n",
    "[ab123] ",
    "---\n",
    "code: ab12\np5 math $30\n",
    "#ab12 ",
    "for all: ",
    "all at 1",
    "a12\n\n",
    "★ p5 $1\n☆ p5 $1\n",
    "1) p5 @ a 5pm\n",
  ];
  for (const repeat of repeats) {
    const text = repeat.repeat(4096).slice(0, 4096);
    const before = performance.now();
    split(text);
    const milliseconds = performance.now() - before;
    // The margin is for a busy machine.
    assert.ok(milliseconds < 1000, `${JSON.stringify(repeat)}: ${milliseconds} ms`);
  }
});

Deno.test("a line that calls another assignment taken is no part of the one above it", () => {
  const text =
    "A1023 P4 Math @ Yishun Ring Rd, $30/hr, Sat 10am\n\n[TAKEN] A1024\n\nA1025 S2 Physics @ Clementi Ave 3, $40/hr, Sun 6pm";
  const parts = split(text).map(({ start, end, code }) => [code, text.slice(start, end).includes("TAKEN")]);
  assert.deepEqual(parts, [["A1023", false], ["A1025", false]]);
});

Deno.test("codes that stand above their assignments are never taken for those below", () => {
  const blocks = [["ZX100", "P4 Sci, Ang Mo Kio Ave 10, $35/hr"], ["ZX100", "P6 Sci, Bedok Nth Rd, $40/hr"], [
    "ZX101",
    "P6 Sci, Bedok Nth Rd, $40/hr",
  ]];
  const text = blocks.map(([code, rest]) => `Code: ${code}\n${rest}, Mon 6pm`).join("\n\n");
  for (const { start, end, code } of split(text)) {
    assert.ok(code === null || text.slice(start, end).includes(`Code: ${code}\n`), `${code}`);
  }
});

Deno.test("a status above or below all assignments holds for each of them", () => {
  const list =
    "A1023 P4 Math @ Yishun Ring Rd, $30/hr, Sat 10am\n\nA1025 S2 Physics @ Clementi Ave 3, $40/hr, Sun 6pm";
  const statuses = (text: string) => extractPost(text).segments?.map((fields) => fields?.post_status);
  assert.deepEqual(statuses(list), [null, null]);
  assert.deepEqual(statuses(`CLOSED - thank you all\n\n${list}`), ["closed", "closed"]);
  assert.deepEqual(statuses(`${list}\n\nAll assignments have been taken`), ["taken", "taken"]);
});
