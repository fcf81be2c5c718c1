import { formatCount } from "../../runtime/format_number.ts";
import type { Cell } from "../../runtime/format_table.ts";
import { truncateText } from "../../text/truncate_text.ts";
import type { Comparison } from "../comparison_schema.ts";
import { channelName } from "../describe_channel.ts";
import { DIFFERENCE_WORDS, SIMILARITY_WORDS } from "./difference_words.ts";

/** The header of {@linkcode differenceRows}, which fits a terminal of 80 columns. */
export const DIFFERENCE_HEADER = ["field", "spelling", "order", "value", "alike", "by"];

/** A row for each field that both versions fill differently in some pair: in what, and how alike the values of all pairs are. */
export function differenceRows({ fields }: Pick<Comparison, "fields">): Cell[][] {
  return Object.entries(fields).flatMap(([path, { differences, similarity, both_ok }]) =>
    differences === null || similarity === null || both_ok.different === 0 ? [] : [[
      path,
      differences.format,
      differences.order,
      differences.value,
      similarity.mean.toFixed(3),
      SIMILARITY_WORDS[similarity.measure],
    ]]
  );
}

/** The header of {@linkcode disagreementGroupRows}, which fits a terminal of 80 columns. */
export const DISAGREEMENT_GROUP_HEADER = ["field", "difference", "channel", "pairs"];

const LONGEST_CHANNEL = 28;

/** A row for each group of disagreements, the largest first: their field, kind and channel. */
export function disagreementGroupRows(
  { disagreement_groups, channels }: Pick<Comparison, "disagreement_groups" | "channels">,
): Cell[][] {
  const names = new Map(channels.map((channel) => [channel.channel_id, channelName(channel)]));
  return disagreement_groups.map(({ path, kind, channel_id, pairs }) => [
    path,
    DIFFERENCE_WORDS[kind],
    truncateText(names.get(channel_id) ?? String(channel_id), LONGEST_CHANNEL),
    pairs,
  ]);
}

/** What the first so many groups are of all, in a sentence; null where there are none. */
export function describeDisagreementGroups(
  { disagreement_groups: groups }: Pick<Comparison, "disagreement_groups">,
  shown: number,
): string | null {
  if (groups.length === 0) return null;
  const sum = (some: readonly { readonly pairs: number }[]) =>
    some.reduce((total, { pairs }) => total + pairs, 0);
  const of = groups.length <= shown
    ? ""
    : `, ${formatCount(sum(groups.slice(0, shown)))} of them in the largest ${formatCount(shown)} of ${
      formatCount(groups.length)
    } groups`;
  return `${formatCount(sum(groups))} disagreements${of}:`;
}
