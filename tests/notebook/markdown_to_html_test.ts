import assert from "node:assert/strict";
import { markdownToHtml } from "../../lib/notebook/markdown_to_html.ts";

Deno.test("headings, paragraphs, lists, code and links become HTML", () => {
  const markdown = [
    "# Two *versions*",
    "A paragraph with `a < b` and",
    "**bold** [text](https://example.org/?a=1&b=2).",
    "- one",
    "  goes on",
    "- two",
    "",
    "1. first",
    "2. second",
    "```ts",
    "if (a < b) {}",
    "",
    "```",
    "after",
  ].join("\n");
  assert.equal(
    markdownToHtml(markdown),
    [
      "<h1>Two <em>versions</em></h1>",
      "<p>A paragraph with <code>a &lt; b</code> and",
      '<strong>bold</strong> <a href="https://example.org/?a=1&amp;b=2">text</a>.</p>',
      "<ul><li>one\ngoes on</li><li>two</li></ul>",
      "<ol><li>first</li><li>second</li></ol>",
      "<pre><code>if (a &lt; b) {}\n</code></pre>",
      "<p>after</p>",
    ].join("\n"),
  );
});

Deno.test("markup and script links stay text", () => {
  const html = markdownToHtml('<script>alert(1)</script>\n\n[x](javascript:alert(1)) "q"');
  assert.equal(
    html,
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>[x](javascript:alert(1)) &quot;q&quot;</p>",
  );
});

Deno.test("a fence that is never closed and an empty text are no trouble", () => {
  assert.equal(markdownToHtml("```\ncode"), "<pre><code>code</code></pre>");
  assert.equal(markdownToHtml(""), "");
});
