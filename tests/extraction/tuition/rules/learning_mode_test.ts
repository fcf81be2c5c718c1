import assert from "node:assert/strict";
import { extractPost } from "../../../support/extract_post.ts";

const modeIn = (line: string) => extractPost(`Subject: P6 Art\nRate: $40/hr\n${line}`).learning_mode;

Deno.test("a value that says nothing but the mode is given whole", () => {
  assert.deepEqual(modeIn("Venue: Online (Zoom)"), { mode: "Online", raw_text: "Online (Zoom)" });
});

Deno.test("home tuition is a mode where a label asks for it, else a name for the trade", () => {
  assert.deepEqual(modeIn("Mode: Home tuition"), { mode: "Face-to-Face", raw_text: "Home tuition" });
  assert.deepEqual(modeIn("LARKSPUR HOME TUITION"), { mode: null, raw_text: null });
});
