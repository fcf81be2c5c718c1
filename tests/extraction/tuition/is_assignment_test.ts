import assert from "node:assert/strict";
import { isAssignment } from "../../../lib/extraction/tuition/is_assignment.ts";
import { parsePost } from "../../../lib/extraction/tuition/rules/parse_post.ts";
import { iterSampleGold } from "../../../lib/samples/iter_sample_gold.ts";
import { iterSampleMessages } from "../../../lib/samples/iter_sample_messages.ts";
import { NOTICES, ODD_ASSIGNMENTS } from "./notices.ts";

const SAMPLES = { seed: 12, messagesPerChannel: 80, since: new Date("2026-01-05T00:00:00Z") };
const isRead = (text: string) => isAssignment(parsePost(text));

Deno.test("assignments in few or odd words are read, every one", () => {
  assert.deepEqual(ODD_ASSIGNMENTS.filter((text) => !isRead(text)), []);
});

Deno.test("notices that name levels, sums and places are skipped, but for one in fifty", () => {
  const read = NOTICES.filter(isRead);
  assert.ok(read.length * 50 <= NOTICES.length, read.join("\n"));
});

Deno.test("of generated channels every assignment is read and every announcement skipped", () => {
  for (const { kind, text, truth } of iterSampleMessages(SAMPLES)) {
    if (kind === "announcement" || kind === "filled_notice") assert.ok(!isRead(text), text);
    else if (truth.kind !== "none") assert.ok(isRead(text), text);
  }
});

Deno.test("an advertisement below an assignment does not hide it, and one above hides few", () => {
  const advertisement = "Refer a friend and get $50! Register with us for more. Beware of scams.";
  const posts = [...iterSampleGold(SAMPLES)].map(({ raw }) => raw);
  assert.deepEqual(posts.filter((post) => !isRead(`${post}\n\n${advertisement}`)), []);
  const hidden = posts.filter((post) => !isRead(`${advertisement}\n\n${post}`));
  assert.ok(hidden.length * 50 <= posts.length, `${hidden.length} of ${posts.length}`);
});
