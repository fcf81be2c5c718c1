import assert from "node:assert/strict";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import { postInput } from "../../lib/extraction/post_input.ts";
import { extractByRules } from "../../lib/extraction/rules_extractor.ts";
import type { Output } from "../../lib/extraction/extract_post.ts";
import type { AssignmentFields } from "../../lib/schema/tuition_assignment.ts";

/** What the rules read out of a post; fails where they skip it. */
export function extractPost(
  text: string,
  fieldCompletion: "full" | "off" = "full",
): Output<AssignmentFields> {
  const outcome = extractByRules(TUITION, postInput(text), { fieldCompletion });
  assert.equal(outcome.kind, "ok");
  return outcome.kind === "ok" ? outcome.output : assert.fail();
}
