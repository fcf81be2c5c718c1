import { escapeHtml } from "../../text/escape_html.ts";
import { formatCount } from "../../runtime/format_number.ts";
import type { Comparison } from "../comparison_schema.ts";
import { channelName } from "../describe_channel.ts";
import {
  describeDisagreementGroups,
  DIFFERENCE_HEADER,
  differenceRows,
  DISAGREEMENT_GROUP_HEADER,
} from "../differences/difference_rows.ts";
import { DIFFERENCE_WORDS } from "../differences/difference_words.ts";
import { plainTable } from "./plain_table.ts";

/** Groups that the page names; summary.json has all. */
const GROUPS = 15;

/** In what the values differ and where most of them do; each group leads to its cases in the list below. */
export function groupsHtml(comparison: Comparison): string {
  const rows = differenceRows(comparison);
  const described = describeDisagreementGroups(comparison, GROUPS);
  const kinds = rows.length === 0 ? "" : plainTable(DIFFERENCE_HEADER, rows, {
    caption: "In what the values differ where both have one, and how alike all of them are, from 0 to 1:",
  });
  return described === null ? kinds : `${kinds}<p>${escapeHtml(described)}</p>\n${groupTable(comparison)}`;
}

function groupTable({ disagreement_groups, channels }: Comparison): string {
  const names = new Map(channels.map((channel) => [channel.channel_id, channelName(channel)]));
  const rows = disagreement_groups.slice(0, GROUPS).map(({ path, kind, channel_id, pairs }) => {
    const filter = new URLSearchParams({ field: path, kind, channel: String(channel_id) });
    const [, ...labels] = DISAGREEMENT_GROUP_HEADER;
    const cells = [DIFFERENCE_WORDS[kind], names.get(channel_id) ?? String(channel_id), formatCount(pairs)];
    return `<tr><td class="name wide"><a href="#find?${escapeHtml(filter.toString())}">${
      escapeHtml(path)
    }</a></td>${
      cells.map((text, at) =>
        `<td class="${at === 2 ? "n" : "name"}" data-label="${labels[at] ?? ""}"><bdi>${
          escapeHtml(text)
        }</bdi></td>`
      ).join("")
    }</tr>`;
  });
  return `<table class="narrow cards"><thead><tr>${
    DISAGREEMENT_GROUP_HEADER.map((text, at) => `<th scope="col"${at === 3 ? ' class="n"' : ""}>${text}</th>`)
      .join("")
  }</tr></thead>
<tbody>${rows.join("\n")}</tbody></table>`;
}
