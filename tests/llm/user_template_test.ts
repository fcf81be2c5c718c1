import assert from "node:assert/strict";
import { fillUserTemplate } from "../../lib/llm/user_template.ts";

Deno.test("a post is put in as it is, whatever it holds", () => {
  const post = "$& $1 {{examples}} {{post}} $$";
  assert.equal(
    fillUserTemplate("{{examples}}\n<post>{{post}}</post>", { post, examples: "For one." }),
    `For one.\n<post>${post}</post>`,
  );
});

Deno.test("where there are no examples, the message begins with the next line", () => {
  assert.equal(fillUserTemplate("{{examples}}\n\nRead {{post}}", { post: "a", examples: "" }), "Read a");
});
