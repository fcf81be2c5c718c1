import type { FieldValue } from "../schema/read_field.ts";
import { escapeHtml } from "../text/escape_html.ts";
import { truncateText } from "../text/truncate_text.ts";
import type { VersionComparison } from "./compare_versions.ts";
import { describePairPlace, describePlace, type NamedChannel } from "./describe_channel.ts";
import { formatFieldValue } from "./format_field_value.ts";
import type { MessagePlace } from "./pair_versions.ts";
import type { Disagreement } from "./sample_disagreements.ts";
import type { SplitDifference } from "./split_tally.ts";

/** A value or a post that is longer is cut in the report; the whole one is in side_by_side.csv and in the database. */
const LONGEST_VALUE = 600;
const LONGEST_POST = 6000;

/** The sampled disagreements, folded by field: both values, and the post folded below them. */
export function disagreementSections({ comparison, disagreements, texts }: VersionComparison): string {
  const names = new Map(comparison.channels.map((channel) => [channel.channel_id, channel]));
  const byPath = Map.groupBy(disagreements, ({ path }) => path);
  return [...byPath].map(([path, cases]) => {
    const counts = comparison.fields[path]?.both_ok;
    const total = counts === undefined ? cases.length : counts.different + counts.only_a + counts.only_b;
    return `<details><summary><b>${escapeHtml(path)}</b> <span class="soft">${cases.length} of ${
      total.toLocaleString("en-US")
    }</span></summary>
${
      cases.map((found) => disagreementCase(found, names.get(found.channelId), texts.get(found.rawId) ?? ""))
        .join("\n")
    }
</details>`;
  }).join("\n");
}

function disagreementCase(found: Disagreement, channel: NamedChannel | undefined, post: string): string {
  return `<div class="case"><dl class="values"><dt class="a">A</dt>${valueCell(found.a)}<dt class="b">B</dt>${
    valueCell(found.b)
  }</dl>
${postDetails(describePairPlace(found, channel), post, found, channel)}</div>`;
}

function postDetails(
  place: string,
  post: string,
  message: MessagePlace,
  channel: NamedChannel | undefined,
): string {
  return `<details><summary class="soft">${escapeHtml(place)}</summary>
<pre dir="auto">${escapeHtml(truncateText(post, LONGEST_POST))}</pre>${postLink(message, channel)}</details>`;
}

/** The sampled posts in which the versions do not find the same assignments: those of each, and the post folded below them. */
export function splitDifferenceCases(
  { comparison, splitDifferences, texts }: VersionComparison,
): string {
  const names = new Map(comparison.channels.map((channel) => [channel.channel_id, channel]));
  return splitDifferences.map((found) => {
    const channel = names.get(found.channelId);
    return `<div class="case"><dl class="values"><dt class="a">A</dt><dd>${
      describeSegments(found.codesA)
    }</dd><dt class="b">B</dt><dd>${describeSegments(found.codesB)}</dd></dl>
${postDetails(describePlace(found, channel), texts.get(found.rawId) ?? "", found, channel)}</div>`;
  }).join("\n");
}

function describeSegments(codes: SplitDifference["codesA"]): string {
  if (codes === null) return "one assignment";
  return escapeHtml(
    `${codes.length} assignments: ${codes.map((code) => code ?? "without a code").join(", ")}`,
  );
}

function valueCell(value: FieldValue): string {
  return value === null
    ? `<dd class="nothing">nothing</dd>`
    : `<dd dir="auto">${escapeHtml(truncateText(formatFieldValue(value), LONGEST_VALUE))}</dd>`;
}

function postLink({ messageId }: MessagePlace, channel: NamedChannel | undefined): string {
  if (!channel?.channel_link || messageId <= 0) return "";
  const address = escapeHtml(`https://${channel.channel_link}/${messageId}`);
  return `<p class="soft"><a href="${address}" rel="noreferrer">${address}</a></p>`;
}
