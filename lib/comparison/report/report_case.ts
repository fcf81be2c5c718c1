import type { FieldValue } from "../../schema/read_field.ts";
import { escapeHtml } from "../../text/escape_html.ts";
import { truncateText } from "../../text/truncate_text.ts";
import { channelName, describePairPlace, describePlace, type NamedChannel } from "../describe_channel.ts";
import { DIFFERENCE_WORDS } from "../differences/difference_words.ts";
import { excerptMarked } from "./excerpt_marked.ts";
import { formatFieldValue } from "../format_field_value.ts";
import { type Mark, type MarkedText, markValues } from "../mark_values.ts";
import type { MessagePlace } from "../pair_versions.ts";
import type { Disagreement } from "../differences/sample_disagreements.ts";
import type { SplitDifference } from "../split_tally.ts";

/** A value or a post that is longer is cut in the report; the whole one is in side_by_side.csv and in the database. */
const LONGEST_VALUE = 600;
const LONGEST_POST = 6000;

/** A disagreement: both values, and the post with both marked in it. The attributes are what the page's search goes by. */
export function disagreementCase(
  found: Disagreement,
  channel: NamedChannel | undefined,
  post: string,
): string {
  const { path, kind, channelId, a, b } = found;
  const marked = markValues(truncateText(post, LONGEST_POST), a, b);
  return `<article class="case" data-field="${
    escapeHtml(path)
  }" data-kind="${kind}" data-channel="${channelId}">
<p class="place soft"><span class="kind">${DIFFERENCE_WORDS[kind]}</span> ${
    escapeHtml(describePairPlace(found, channel && isolated(channel)))
  } ${postLink(found, channel)}</p>
<dl class="values"><dt class="a">A</dt>${valueCell(a)}<dt class="b">B</dt>${valueCell(b)}</dl>
${postHtml(marked)}</article>`;
}

/** A post in which the versions do not find the same assignments: those of each, and the post folded below them. */
export function splitCase(found: SplitDifference, channel: NamedChannel | undefined, post: string): string {
  return `<div class="case"><p class="place soft">${
    escapeHtml(describePlace(found, channel && isolated(channel)))
  } ${postLink(found, channel)}</p>
<dl class="values"><dt class="a">A</dt><dd>${describeSegments(found.codesA)}</dd><dt class="b">B</dt><dd>${
    describeSegments(found.codesB)
  }</dd></dl>
<details class="screen-only"><summary class="soft">The post</summary><pre dir="auto">${
    escapeHtml(truncateText(post, LONGEST_POST))
  }</pre></details></div>`;
}

/** The channel with its name between U+2068 and U+2069, so that whatever direction it is written in ends with it. */
function isolated(channel: NamedChannel): NamedChannel {
  return { ...channel, title: `\u2068${channelName(channel)}\u2069` };
}

function postHtml(marked: readonly MarkedText[]): string {
  const excerpt = excerptMarked(marked);
  if (excerpt === null) return `<pre dir="auto">${marksHtml(marked)}</pre>`;
  return `<pre dir="auto" class="excerpt">${marksHtml(excerpt)}</pre>
<details class="screen-only"><summary class="soft">The whole post</summary><pre dir="auto">${
    marksHtml(marked)
  }</pre></details>`;
}

const MARKS: Readonly<Record<Exclude<Mark, "none">, string>> = {
  left: "in-a",
  right: "in-b",
  both: "in-both",
};

function marksHtml(marked: readonly MarkedText[]): string {
  return marked.map(({ text, mark }) =>
    mark === "none" ? escapeHtml(text) : `<mark class="${MARKS[mark]}">${escapeHtml(text)}</mark>`
  ).join("");
}

function valueCell(value: FieldValue): string {
  return value === null
    ? `<dd class="nothing">nothing</dd>`
    : `<dd dir="auto">${escapeHtml(truncateText(formatFieldValue(value), LONGEST_VALUE))}</dd>`;
}

function describeSegments(codes: SplitDifference["codesA"]): string {
  if (codes === null) return "one assignment";
  return escapeHtml(
    `${codes.length} assignments: ${codes.map((code) => code ?? "without a code").join(", ")}`,
  );
}

function postLink({ messageId }: MessagePlace, channel: NamedChannel | undefined): string {
  if (!channel?.channel_link || messageId <= 0) return "";
  const address = escapeHtml(`https://${channel.channel_link}/${messageId}`);
  return `<a href="${address}" rel="noreferrer">open in Telegram</a>`;
}
