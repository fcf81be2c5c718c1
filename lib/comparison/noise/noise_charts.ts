import type { ChartFrame } from "../../notebook/chart_output.ts";
import type { HtmlOutput } from "../../notebook/html_output.ts";
import { intervalChart } from "../../notebook/interval_chart.ts";
import { notice } from "../../notebook/notice.ts";
import { formatCount, formatPercent } from "../../runtime/format_number.ts";
import { NOTICEABLE_NOISE_POINTS } from "./compare_noise.ts";
import { COMPARISON_COLORS } from "../report/comparison_colors.ts";
import type { Comparison } from "../comparison_schema.ts";
import { FEW_CLUSTERS, formatInterval, formatPoints } from "../differences/format_difference.ts";
import { describeNoise, type NoisyComparison } from "./noise_rows.ts";

/** Says why there is no figure where no further run of A is named; what to do is in {@linkcode noNoise}. */
export const NO_RUN = "Without a further run of A there is nothing to hold the difference against.";

/** Says what to do where no further run of A is named. */
function noNoise({ a }: Pick<Comparison, "a">): string {
  return `No further run of ${a.version} is named, so that nobody knows how much it differs from itself. ` +
    "Make one with the same settings under a name of its own, such as\n" +
    `\`deno task enqueue --pipeline-version-override ${a.version}_again\`\n` +
    `\`deno task drain --pipeline-version-override ${a.version}_again\` (a model's with \`--no-cache\`; the demo's plain version with ` +
    "`--field-completion off`),\nand name it: `NOISE_FLOOR`. Rules give the same each time; a model does not.";
}

/** For a notebook: how often A differs from B, and how often from a further run of itself. */
export function noiseChart(comparison: Pick<Comparison, "noise" | "a" | "b">): HtmlOutput {
  const { noise, a, b } = comparison;
  if (noise === null) return notice(noNoise(comparison));
  const [ofB, ofAgain] = [`B ${b.version}`, `again ${noise.version}`];
  const differing = Object.entries(noise.fields).filter(([, test]) =>
    test.differs_from_b + test.differs_from_again > 0
  );
  if (differing.length === 0) return notice(sentences(comparison));
  return intervalChart(
    differing.map(([label, { differs_from_b, differs_from_again }]) => ({
      label,
      figure: `B ${formatPercent(differs_from_b)}  again ${formatPercent(differs_from_again)}`,
      estimates: [
        { series: ofB, value: differs_from_b, low: null, high: null },
        { series: ofAgain, value: differs_from_again, low: null, high: null },
      ],
    })),
    {
      title: `How often ${a.version} differs from B, and from itself`,
      caption: "Share of the pairs in which A, B or the further run fills the field.",
      axis: "share of pairs that differ",
      percent: true,
      series: [
        { name: ofB, color: COMPARISON_COLORS.b, symbol: "diamond" },
        { name: ofAgain, color: COMPARISON_COLORS.undecided, symbol: "circle" },
      ],
    },
  );
}

/** How much more often A differs from B than from itself, with the intervals. */
export function beyondNoiseChart(
  comparison: Pick<Comparison, "noise" | "a" | "b">,
  size: Pick<ChartFrame, "width"> = {},
): HtmlOutput {
  const { noise } = comparison;
  if (noise === null) return notice(NO_RUN);
  const tests = Object.entries(noise.fields).filter(([, test]) =>
    test.differs_from_b + test.differs_from_again > 0
  );
  if (tests.length === 0) return notice(sentences(comparison));
  return intervalChart(
    tests.map(([label, test]) => ({
      label,
      figure: `${formatPoints(test.points)} (${formatInterval(test)})`,
      estimates: [{ series: "beyond A's own noise", value: test.points, low: test.low, high: test.high }],
    })),
    {
      ...size,
      title: "How much more often A differs from B than from itself",
      caption: `Percentage points with 95 % intervals by channel and day, n = ${
        formatCount(noise.pairs)
      } pairs; within the shaded band of ${NOTICEABLE_NOISE_POINTS} points a difference is noise${
        noise.clusters < FEW_CLUSTERS ? `; of fewer than ${FEW_CLUSTERS}, which makes them too narrow` : ""
      }.`,
      axis: "percentage points",
      zeroBand: NOTICEABLE_NOISE_POINTS,
      series: [{ name: "beyond A's own noise", color: COMPARISON_COLORS.b, symbol: "diamond" }],
    },
  );
}

function sentences(comparison: NoisyComparison): string {
  const described = describeNoise(comparison);
  return described === null ? "" : [described.head, ...described.notes].join("\n");
}
