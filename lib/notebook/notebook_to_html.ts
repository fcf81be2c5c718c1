import { stripVTControlCharacters } from "node:util";
import { escapeHtml } from "../text/escape_html.ts";
import { markdownToHtml } from "./markdown_to_html.ts";
import type { Cell, MimeBundle, Notebook, Output } from "./nbformat.ts";

// No script runs and nothing is fetched, whatever an output holds.
const CONTENT_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** The most lines of code that a page shows unfolded. */
const SHOWN_LINES = 10;

const STYLE = `
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; }
pre { font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.4rem 0; }
.source { background: #f3f5f7; border-left: 3px solid #c3ccd5; padding: 0.5rem 0.8rem; }
details.code > summary { cursor: pointer; color: #57606a; font-size: 13px; }
.output { padding: 0 0.8rem; overflow-x: auto; }
.stderr, .error { color: #a40e26; }
.error { background: #fff0f0; padding: 0.5rem 0.8rem; }
.count { color: #6a737d; font-size: 12px; margin-top: 1.2rem; }
img { max-width: 100%; }
/* A chart that shrinks to a phone cannot be read; one that is wider can be moved. */
@media screen and (max-width: 45rem) { .output svg { min-width: 40rem; } }
@media print { details.code { display: none; } body { margin: 0; max-width: none; } }
`;

/** A page that shows a notebook with its outputs and needs nothing else: no scripts, no network. */
export function notebookToHtml(notebook: Notebook, title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_POLICY}">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${notebook.cells.map(cellToHtml).join("\n")}
</body>
</html>
`;
}

function cellToHtml(cell: Cell): string {
  if (cell.cell_type !== "code") {
    const isMarkdown = cell.cell_type === "markdown";
    return `<section>${isMarkdown ? markdownToHtml(cell.source) : preformatted(cell.source)}</section>`;
  }
  const outputs = cell.outputs.map((output) => `<div class="output">${outputToHtml(output)}</div>`);
  return [
    "<section>",
    `<div class="count">[${cell.execution_count ?? " "}]</div>`,
    sourceToHtml(cell.source),
    ...outputs,
    "</section>",
  ].join("\n");
}

/** Imports are folded, and long code: whoever reads the page came for what it shows. */
function sourceToHtml(source: string): string {
  const html = preformatted(source, "source");
  const lines = source.split("\n").length;
  return lines <= SHOWN_LINES
    ? html
    : `<details class="code"><summary>Code, ${lines} lines</summary>${html}</details>`;
}

function outputToHtml(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return preformatted(output.text, output.name);
    case "error": {
      const traceback = output.traceback.join("\n");
      const text = traceback.includes(output.evalue) && traceback !== ""
        ? traceback
        : `${output.ename}: ${output.evalue}\n${traceback}`;
      return preformatted(text.trimEnd(), "error");
    }
    case "display_data":
    case "execute_result":
      return bundleToHtml(output.data);
  }
}

/** The richest form that a page can show. */
function bundleToHtml(data: MimeBundle): string {
  const text = (type: string) => typeof data[type] === "string" ? data[type] : undefined;
  const html = text("text/html") ?? text("image/svg+xml");
  if (html !== undefined) return html;
  for (const type of ["image/png", "image/jpeg", "image/gif"]) {
    const base64 = text(type)?.replaceAll(/\s/g, "");
    if (base64 !== undefined) return `<img alt="" src="data:${type};base64,${escapeHtml(base64)}">`;
  }
  const markdown = text("text/markdown");
  if (markdown !== undefined) return markdownToHtml(markdown);
  const json = data["application/json"];
  const plain = text("text/plain") ?? (json === undefined ? undefined : JSON.stringify(json, null, 2));
  return preformatted(plain ?? `(${Object.keys(data).join(", ")})`);
}

function preformatted(text: string, className = "text"): string {
  return `<pre class="${className}">${escapeHtml(stripVTControlCharacters(text))}</pre>`;
}
