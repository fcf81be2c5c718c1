import { formatCount, formatPercent } from "../../runtime/format_number.ts";
import type { Comparison } from "../comparison_schema.ts";
import { decisiveReplays, describeReplays } from "../replay/describe_replays.ts";
import { FEW_CLUSTERS } from "../differences/format_difference.ts";

/** A larger share of the messages or pairs that is left out may make a difference. */
const NOTABLE_SHARE = 0.05;

/** What a reader has to know before trusting a comparison, in sentences; the gravest first. */
export function comparisonWarnings(comparison: Comparison): string[] {
  const { a, b, both_ok, pairs, messages, compared, left_out, statuses } = comparison;
  const clusters = Object.values(comparison.fields).find(({ coverage_test }) => coverage_test !== null)
    ?.coverage_test?.clusters ?? null;
  const missing = messages - compared - left_out.deleted;
  const oneOnly = statuses.filter(({ a, b }) => (a === "ok") !== (b === "ok"))
    .reduce((sum, { pairs }) => sum + pairs, 0);
  const warnings: (readonly [boolean, string])[] = [
    ...[a, b].map(({ version, mixed_with }) =>
      [
        mixed_with > 0,
        `${version} holds outputs of ${
          mixed_with + 1
        } configurations that cannot be told apart: what is said of it ` +
        "here holds for the mixture only.",
      ] as const
    ),
    [
      clusters !== null && clusters < FEW_CLUSTERS,
      `The pairs come from ${formatCount(clusters ?? 0)} ${
        clusters === 1 ? "day of one channel" : "channel-days"
      }. With fewer than ${FEW_CLUSTERS} the intervals are too narrow: compare more days or channels.`,
    ],
    [
      messages > 0 && missing / messages >= NOTABLE_SHARE,
      `${formatCount(missing)} of ${formatCount(messages)} messages (${
        formatPercent(missing / messages)
      }) are left out because the versions did not both finish them on the same text, or split them differently. If those ` +
      "are unlike the rest, so are the results.",
    ],
    [
      pairs > 0 && oneOnly / pairs >= 0.01,
      `${formatCount(oneOnly)} of ${formatCount(pairs)} pairs (${
        formatPercent(oneOnly / pairs)
      }) have an output in one version only. Fields are compared over the ${
        formatCount(both_ok)
      } with an output in both, so a version that leaves the hard posts out looks alike there.`,
    ],
  ];
  return [
    ...describeReplays(decisiveReplays(comparison)),
    ...warnings.filter(([holds]) => holds).map(([, sentence]) => sentence),
  ];
}
