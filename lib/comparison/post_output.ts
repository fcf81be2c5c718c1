import { DOMAIN } from "../extraction/current_domain.ts";
import { HtmlOutput } from "../notebook/html_output.ts";
import { htmlTable } from "../notebook/html_table.ts";
import { notice } from "../notebook/notice.ts";
import { asList, asRecord } from "../schema/json_values.ts";
import { type FieldValue, readField } from "../schema/read_field.ts";
import type { PostOutput } from "../store/load_post_output.ts";
import { describePlace } from "./describe_channel.ts";
import { formatFieldValue } from "./format_field_value.ts";
import { markedPost, markLegend } from "./report/marked_post.ts";
import { segmentOutput } from "./segment_output.ts";
import { escapeHtml } from "../text/escape_html.ts";

const STYLE = {
  place: "font-weight:600;padding:4px 0",
  beside: "display:flex;flex-wrap:wrap;gap:8px 20px;align-items:flex-start",
  made: "flex:1 1 24em;min-width:0",
  empty: "font-size:12px;margin:4px 0",
} as const;

/** For a notebook: a post and, beside it, what a version made of it; what stands in the post word for word is marked there. */
export function postOutput(post: PostOutput | null): HtmlOutput {
  if (post === null) {
    return notice(
      "This version has no output of such a post. Where `RAW_ID` is null, the newest that has one is shown.",
    );
  }
  const channel = { channel_id: post.channelId, channel_link: post.channelLink, title: post.title };
  const place = `${describePlace(post, channel)}: ${post.status} in ${post.version}`;
  const items = readItems(post.output);
  const words = items.flatMap((values) => values.flatMap(({ value }) => listTexts(value)));
  const made = items.length === 0
    ? [notice(`No output${post.reason === null ? "" : `: ${post.reason}`}`)]
    : items.map((values, index) =>
      valueTable(
        values,
        items.length === 1 ? "What became of it" : `Assignment ${index + 1} of ${items.length}`,
      )
    );
  return new HtmlOutput(
    [
      `<div style="${STYLE.place}">${escapeHtml(place)}</div>`,
      `<div style="${STYLE.beside}">${markedPost(post.text, words, null)}`,
      `<div style="${STYLE.made}">${made.map(({ html }) => html).join("")}</div></div>`,
      words.length === 0 ? "" : markLegend("found word for word", null),
    ].join(""),
    [place, post.text, ...made.map(({ text }) => text)].join("\n\n"),
  );
}

interface NamedValue {
  readonly path: string;
  readonly value: FieldValue;
}

/** The values of each of a post's items; none where there is no output. */
function readItems(output: unknown): NamedValue[][] {
  if (output === null) return [];
  const count = asList(asRecord(output)["segments"]).length;
  const items = count === 0
    ? [segmentOutput(output, 0)]
    : Array.from({ length: count }, (_, index) => segmentOutput(output, index + 1));
  return items.map((item) =>
    DOMAIN.fields.map((field) => ({ path: field.path, value: readField(item, field) }))
  );
}

function valueTable(values: readonly NamedValue[], caption: string): HtmlOutput {
  const filled = values.filter(({ value }) => value !== null);
  const empty = values.filter(({ value }) => value === null).map(({ path }) => path).join(", ");
  const table = htmlTable(
    ["field", "value"],
    filled.map(({ path, value }) => [path, formatFieldValue(value)]),
    { caption },
  );
  if (empty === "") return table;
  const rest = `Left empty: ${empty}`;
  return new HtmlOutput(
    `${table.html}<div style="${STYLE.empty}">${escapeHtml(rest)}</div>`,
    `${table.text}\n${rest}`,
  );
}

function listTexts(value: FieldValue): readonly string[] {
  return value === null ? [] : typeof value === "object" ? value : [String(value)];
}
