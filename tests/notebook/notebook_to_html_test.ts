import assert from "node:assert/strict";
import type { Output } from "../../lib/notebook/nbformat.ts";
import { notebookToHtml } from "../../lib/notebook/notebook_to_html.ts";
import { codeNotebook } from "./code_notebook.ts";

function page(...outputs: Output[]): string {
  const notebook = codeNotebook('if (1 < 2) "code";');
  notebook.cells.unshift({ cell_type: "markdown", id: "m", metadata: {}, source: "## About" });
  for (const cell of notebook.cells) if (cell.cell_type === "code") cell.outputs = outputs;
  return notebookToHtml(notebook, "A & B");
}

Deno.test("the page holds the text, the code and every output", () => {
  const html = page(
    { output_type: "stream", name: "stdout", text: "\u001b[33mprinted\u001b[39m <1>" },
    { output_type: "stream", name: "stderr", text: "warned" },
    { output_type: "display_data", data: { "image/png": "QUJD\n" }, metadata: {} },
    {
      output_type: "execute_result",
      data: { "text/html": "<b>rich</b>", "text/plain": "plain" },
      metadata: {},
      execution_count: 1,
    },
    { output_type: "display_data", data: { "application/json": { a: 1 } }, metadata: {} },
    { output_type: "display_data", data: { "application/x-unknown": "?" }, metadata: {} },
    {
      output_type: "error",
      ename: "TypeError",
      evalue: "no <x>",
      traceback: ["TypeError: no <x>", "    at f"],
    },
    { output_type: "error", ename: "Timeout", evalue: "too long", traceback: [] },
  );
  for (
    const part of [
      "<title>A &amp; B</title>",
      "<h2>About</h2>",
      "if (1 &lt; 2) &quot;code&quot;;",
      '<pre class="stdout">printed &lt;1&gt;</pre>',
      '<pre class="stderr">warned</pre>',
      '<img alt="" src="data:image/png;base64,QUJD">',
      "<b>rich</b>",
      "{\n  &quot;a&quot;: 1\n}",
      "(application/x-unknown)",
      '<pre class="error">TypeError: no &lt;x&gt;\n    at f</pre>',
      '<pre class="error">Timeout: too long</pre>',
    ]
  ) assert.ok(html.includes(part), part);
  assert.ok(!html.includes("plain"), "the plain form is left out beside the rich one");
});

Deno.test("the page may run no script and fetch nothing", () => {
  assert.match(page(), /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; /);
});
