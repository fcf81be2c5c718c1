import type { FieldValue } from "../../schema/read_field.ts";
import { escapeHtml } from "../../text/escape_html.ts";
import { COMPARISON_COLORS } from "./comparison_colors.ts";
import { type Mark, markValues } from "../mark_values.ts";

const POST = "white-space:pre-wrap;overflow-wrap:anywhere;margin:0;padding:8px 10px;border:1px solid #8886;" +
  "border-radius:4px;font:13px/1.5 ui-monospace,monospace;text-align:left;flex:1 1 24em";
/** Translucent, for light pages and dark ones; a line tells them apart for whoever sees no hue. */
const MARKS: Readonly<Record<Exclude<Mark, "none">, string>> = {
  left: `background:${COMPARISON_COLORS.a}38;border-bottom:2px solid ${COMPARISON_COLORS.a}`,
  right: `background:${COMPARISON_COLORS.b}38;border-bottom:2px dotted ${COMPARISON_COLORS.b}`,
  both: `background:${COMPARISON_COLORS.equal}66;border-bottom:3px double ${COMPARISON_COLORS.equal}`,
};

/** A post as HTML in which what the two values hold is marked where it stands word for word, each in the colour of its side. */
export function markedPost(text: string, left: FieldValue, right: FieldValue): string {
  const stretches = markValues(text, left, right).map(({ text, mark }) => {
    const inner = escapeHtml(text);
    return mark === "none" ? inner : `<mark style="color:inherit;${MARKS[mark]}">${inner}</mark>`;
  });
  return `<pre dir="auto" style="${POST}">${stretches.join("")}</pre>`;
}

/** What the marks mean, as HTML: a word for each side in its mark. */
export function markLegend(left: string, right: string | null): string {
  const entry = (mark: Exclude<Mark, "none">, text: string) =>
    `<mark style="color:inherit;${MARKS[mark]};padding:0 4px">${escapeHtml(text)}</mark>`;
  const entries = right === null
    ? [entry("left", left)]
    : [entry("left", left), entry("right", right), entry("both", "both")];
  return `<div style="font-size:12px;margin:4px 0">Marked in the post: ${entries.join(" ")}</div>`;
}
