import assert from "node:assert/strict";
import { nearestName } from "../../lib/runtime/nearest_name.ts";

Deno.test("the nearest name is found, and none where all are far", () => {
  const names = ["since-iso", "until-iso", "max-jobs", "force"];
  assert.equal(nearestName("max-job", names), "max-jobs");
  assert.equal(nearestName("snice-iso", names), "since-iso");
  assert.equal(nearestName("forse", names), "force");
  assert.equal(nearestName("channels", names), null);
  assert.equal(nearestName("", names), null);
  assert.equal(nearestName("x", []), null);
});
