import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

Deno.test("requirements are the remarks only where no line has that name", () => {
  const post = "Subject: P6 Art\nRate: $40/hr\nRequirements: Likes clay and paint";
  assert.equal(extractPost(post).additional_remarks, "Likes clay and paint");
  assert.equal(extractPost(`${post}\nNotes: A lively girl`).additional_remarks, "A lively girl");
});
