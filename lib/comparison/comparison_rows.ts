import type { Cell } from "../runtime/format_table.ts";
import { formatPercent } from "../runtime/format_number.ts";
import { truncateText } from "../text/truncate_text.ts";
import type { VersionComparison } from "./compare_versions.ts";
import type { ComparedVersion, Comparison } from "./comparison_schema.ts";
import { channelName, describePairPlace, formatLeastAgreement, leastAgreement } from "./describe_channel.ts";
import { addFieldCounts } from "./field_counts.ts";
import { formatFieldWords } from "./field_words.ts";
import { formatFieldValue } from "./format_field_value.ts";

/** The header of {@linkcode fieldComparisonRows}. */
export const FIELD_COMPARISON_HEADER = [
  "field",
  "filled by A",
  "filled by B",
  "equal",
  "different",
  "only A",
  "only B",
  "B against A",
];

/**
 * The header of the same rows without their last cell, which {@linkcode findingLines} tells at less width: with up to 99,999
 * pairs such a table fits a terminal of 80 columns.
 */
export const FIELD_COUNTS_HEADER = ["field", "A fills", "B fills", "equal", "differ", "only A", "only B"];

/** A row for each field, over the pairs with an output in both, for a terminal or a notebook. */
export function fieldComparisonRows({ fields }: Comparison): Cell[][] {
  return Object.entries(fields).map(([path, { both_ok, words }]) => [
    path,
    share(both_ok.coverage_a),
    share(both_ok.coverage_b),
    both_ok.equal,
    both_ok.different,
    both_ok.only_a,
    both_ok.only_b,
    formatFieldWords(words),
  ]);
}

/** What {@linkcode labelRows} count. */
export const LABELS_HEAD = "Labels by who is right; the shares estimate all posts, from drawn labels:";

/** The header of {@linkcode labelRows}; the shares are of all posts of the window, estimated from the sampled labels. */
export const LABELS_HEADER = [
  "field",
  "labels",
  "both right",
  "only A",
  "only B",
  "neither",
  "A right",
  "B right",
];

/** A row for each field that has labels. */
export function labelRows({ labels }: Comparison): Cell[][] {
  return Object.entries(labels).map((
    [path, { both_right, only_a_right, only_b_right, neither_right, test }],
  ) => [
    path,
    both_right + only_a_right + only_b_right + neither_right,
    both_right,
    only_a_right,
    only_b_right,
    neither_right,
    share(test?.weighted ? test.a_right : null),
    share(test?.weighted ? test.b_right : null),
  ]);
}

/** The messages of the window: those compared and those left out, adding up to all. */
export function comparedMessageRows({ messages, compared, left_out }: Comparison): Cell[][] {
  return [
    ["compared", compared],
    ["left out: deleted", left_out.deleted],
    ["left out: only in A", left_out.only_in_a],
    ["left out: only in B", left_out.only_in_b],
    ["left out: not finished", left_out.not_finished],
    ["left out: edited between the two", left_out.read_different_texts],
    ["left out: several assignments in A, one in B", left_out.only_a_splits],
    ["left out: several assignments in B, one in A", left_out.only_b_splits],
    ["with a job in A or B", messages],
  ];
}

/** How the assignments of posts with several were told apart; empty where no version found such a post. */
export function compilationRows({ compilations, left_out }: Comparison): Cell[][] {
  if (compilations.messages === 0) return [];
  return [
    ["posts with several assignments in both", compilations.split_by_both],
    ["in A only", left_out.only_a_splits],
    ["in B only", left_out.only_b_splits],
    ["assignments paired by code", compilations.paired_by_code],
    ["assignments paired by place", compilations.paired_by_place],
    ["assignments of A without a pair", compilations.only_in_a],
    ["assignments of B without a pair", compilations.only_in_b],
  ];
}

/** The header of {@linkcode comparedVersionRows}. */
export const COMPARED_VERSION_HEADER = [
  "",
  "version",
  "made by",
  "configurations",
  "ok",
  "skipped",
  "failed",
  "not finished",
];

/** A row for A and one for B: who made it, and how the messages of the window stand in it. */
export function comparedVersionRows({ a, b }: Comparison): Cell[][] {
  return [comparedVersionRow("A", a), comparedVersionRow("B", b)];
}

function comparedVersionRow(side: string, { statuses, ...version }: ComparedVersion): Cell[] {
  return [
    side,
    version.is_live ? `${version.version} (live)` : version.version,
    [version.extractor, version.model].filter((part) => part !== null).join(", "),
    version.extractor === null ? 0 : version.mixed_with + 1,
    statuses.ok,
    statuses.skipped,
    statuses.failed,
    statuses.pending + statuses.processing,
  ];
}

/** The header of {@linkcode channelComparisonRows}. */
export const CHANNEL_COMPARISON_HEADER = [
  "channel",
  "pairs",
  "both ok",
  "filled by A",
  "filled by B",
  "equal",
  "agrees least where both fill it",
];

/** A row for each channel, all fields taken together over the pairs with an output in both; the largest channel first. */
export function channelComparisonRows({ channels }: Comparison): Cell[][] {
  return channels.map((channel) => {
    const total = addFieldCounts(Object.values(channel.fields).map(({ both_ok }) => both_ok));
    return [
      channelName(channel),
      channel.pairs,
      channel.both_ok,
      share(total.coverage_a),
      share(total.coverage_b),
      share(total.agreement),
      formatLeastAgreement(leastAgreement(channel)),
    ];
  });
}

/** The header of {@linkcode disagreementRows}. */
export const DISAGREEMENT_HEADER = ["field", "A", "B", "post", "where"];

/** A value or a post that is longer is cut; the whole one is in side_by_side.csv and in the database. */
const LONGEST_VALUE = 200;
const LONGEST_POST = 400;

/** A row for each sampled disagreement: both values and the beginning of the post. */
export function disagreementRows({ comparison, disagreements, texts }: VersionComparison): Cell[][] {
  const channels = new Map(comparison.channels.map((channel) => [channel.channel_id, channel]));
  return disagreements.map((found) => [
    found.path,
    truncateText(formatFieldValue(found.a), LONGEST_VALUE),
    truncateText(formatFieldValue(found.b), LONGEST_VALUE),
    truncateText(texts.get(found.rawId) ?? "", LONGEST_POST),
    describePairPlace(found, channels.get(found.channelId)),
  ]);
}

function share(value: number | null): string {
  return formatPercent(value ?? NaN);
}
