import assert from "node:assert/strict";
import { escapeHtml } from "../../lib/text/escape_html.ts";

Deno.test("characters that mean something in HTML become entities, all others stay", () => {
  assert.equal(
    escapeHtml(`<a href="x" title='y'>R&D 数学 é</a>`),
    "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;R&amp;D 数学 é&lt;/a&gt;",
  );
  assert.equal(escapeHtml("&amp;"), "&amp;amp;");
});
