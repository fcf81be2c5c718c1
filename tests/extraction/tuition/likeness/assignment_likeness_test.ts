import assert from "node:assert/strict";
import type { Traits } from "../../../../lib/extraction/likeness.ts";
import { ASSIGNMENT_LIKENESS } from "../../../../lib/extraction/tuition/likeness/assignment_likeness.ts";
import { iterSharedAssignments } from "../../../../lib/samples/iter_shared_assignments.ts";
import { extractPost } from "../../../support/extract_post.ts";

const { findTraits, score, threshold, contradicts } = ASSIGNMENT_LIKENESS;
const DAY_MS = 86_400_000;

function traitsOf(text: string): Traits {
  const { segments: _, ...fields } = extractPost(text);
  return findTraits(fields, text);
}

Deno.test("a second agency's posts of one assignment are found among look-alikes", () => {
  const posts = iterSharedAssignments({ seed: 7, assignments: 700, since: new Date("2026-01-01") })
    .map((post) => ({ ...post, traits: traitsOf(post.text) })).toArray()
    .sort((one, other) => one.date.getTime() - other.date.getTime());
  let repeated = 0;
  let linked = 0;
  let right = 0;
  for (const [place, post] of posts.entries()) {
    const earlier = posts.slice(0, place).filter((other) =>
      other.agency !== post.agency && post.date.getTime() - other.date.getTime() <= 7 * DAY_MS
    );
    if (earlier.some(({ assignment }) => assignment === post.assignment)) repeated++;
    const scored = earlier
      .filter(({ traits }) => traits.matchKeys.some((key) => post.traits.matchKeys.includes(key)))
      .map((other) => ({ other, found: score(post.traits, other.traits) }));
    const best = scored.toSorted((one, other) => other.found - one.found)[0];
    if (best === undefined || best.found < threshold) continue;
    linked++;
    if (best.other.assignment === post.assignment) right++;
  }
  assert.ok(repeated > 150, `${repeated} posts repeat another agency's`);
  assert.ok(right / linked > 0.96, `precision ${right} of ${linked}`);
  assert.ok(right / repeated > 0.82, `recall ${right} of ${repeated}`);
});

const MATHS = "Sec 3 E Math\nBlk 412B Ang Mo Kio Avenue 10\nTue 7pm-8.30pm\n$40/hr";

Deno.test("a place counts by the most exact that both tell, however it is written", () => {
  const maths = traitsOf(MATHS);
  const scoreOf = (place: string) =>
    score(maths, traitsOf(MATHS.replace("Blk 412B Ang Mo Kio Avenue 10", place)));
  assert.ok(scoreOf("412b Ang Mo Kio Ave 10") > 0.95);
  assert.ok(scoreOf("Ang Mo Kio Ave 10, S(562412)") > 0.95, "the block is in the postal code");
  assert.ok(scoreOf("Blk 455 Ang Mo Kio Ave 10") < 0.1);
  assert.ok(scoreOf("Bedok North Street 3") < 0.1);
  const vague = scoreOf("Ang Mo Kio");
  assert.ok(vague > 0.1 && vague < 0.9, `a town alone leaves it open: ${vague}`);
});

Deno.test("the order of two posts makes no difference to their score, and a post is most like itself", () => {
  const posts = iterSharedAssignments({ seed: 3, assignments: 40, since: new Date("2026-01-01") })
    .map(({ text }) => traitsOf(text)).toArray();
  for (const one of posts) {
    for (const other of posts) {
      assert.equal(score(one, other), score(other, one));
      assert.ok(score(one, other) <= score(one, one) + 1e-12);
    }
  }
});

Deno.test("only subjects that both tell contradict each other", () => {
  const maths = traitsOf(MATHS);
  assert.equal(contradicts(maths, traitsOf(MATHS.replace("Sec 3 E Math", "P5 Science"))), true);
  assert.equal(contradicts(maths, traitsOf(MATHS.replace("E Math", "E Math, A Math"))), false);
  assert.equal(contradicts(maths, { repostKey: "", matchKeys: [], words: {} }), false);
});

Deno.test("a code is the same however it is written, and without one the words of a post count", () => {
  const keyOf = (text: string) => traitsOf(text).repostKey;
  assert.equal(keyOf(`Code: TA-101\n${MATHS}`), keyOf(`Code: ta101\n${MATHS.replace("$40", "$45")}`));
  assert.equal(keyOf(MATHS), keyOf(`🔥🔥 Still available 🔥🔥\n\n${MATHS}\n\n[BUMP]`));
  assert.equal(keyOf(MATHS), keyOf(`Status: Open\n${MATHS}`));
  assert.notEqual(keyOf(MATHS), keyOf(MATHS.replace("$40", "$45")));
});
