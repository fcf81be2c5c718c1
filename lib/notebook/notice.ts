import { escapeHtml } from "../text/escape_html.ts";
import { HtmlOutput } from "./html_output.ts";

const STYLE = "border-left:3px solid #d9822b;padding:6px 12px;margin:4px 0;max-width:60em;line-height:1.5";

/** A sentence or a few where there is nothing to show: what is missing and what to do; `code` in backticks is set apart. */
export function notice(text: string): HtmlOutput {
  const html = escapeHtml(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>").replaceAll("\n", "<br>");
  return new HtmlOutput(`<div style="${STYLE}">${html}</div>`, text);
}
