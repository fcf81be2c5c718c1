import { formatCount, formatPercent } from "../../runtime/format_number.ts";
import type { Cell } from "../../runtime/format_table.ts";
import { NOTICEABLE_NOISE_POINTS } from "./compare_noise.ts";
import type { ComparedVersion, Comparison } from "../comparison_schema.ts";
import { FEW_CLUSTERS, formatInterval, formatProbability } from "../differences/format_difference.ts";
import type { NoiseFinding, NoiseTest } from "./noise_schema.ts";

/** The parts of a comparison that tell its noise floor. */
export interface NoisyComparison extends Pick<Comparison, "noise"> {
  readonly b: Pick<ComparedVersion, "usage">;
}

/** The header of {@linkcode noiseRows}; the interval is of B less again. */
export const NOISE_HEADER = ["field", "pairs", "B", "again", "95 % interval", "p", "noise"];

const FINDING_TEXTS: Readonly<Record<NoiseFinding, string>> = {
  beyond_noise: "beyond",
  within_noise: "within",
  undecided: "undecided",
};

/** A row for each field in which A differs from B or from itself. The figures want {@linkcode describeNoise} beside them. */
export function noiseRows({ noise }: Pick<Comparison, "noise">): Cell[][] {
  return Object.entries(noise?.fields ?? {}).flatMap(([path, test]) =>
    test.differs_from_b + test.differs_from_again === 0 ? [] : [[
      path,
      test.pairs,
      formatPercent(test.differs_from_b),
      formatPercent(test.differs_from_again),
      formatInterval(test),
      formatProbability(test.p_adjusted),
      findingCell(test),
    ]]
  );
}

function findingCell({ finding, more_pairs }: NoiseTest): string {
  return more_pairs === null ? FINDING_TEXTS[finding] : `+${formatCount(more_pairs)} pairs`;
}

/** What the rows are over and how they were made, in sentences; null where there is no noise floor. */
export function describeNoise(
  comparison: NoisyComparison,
): { readonly head: string; readonly notes: readonly string[] } | null {
  const { noise, b } = comparison;
  if (noise === null) return null;
  const { version, pairs, clusters, cached, fields } = noise;
  if (pairs === 0) {
    return {
      head: `No post has an output in A, in B and in ${version}: there is no noise floor.`,
      notes: [],
    };
  }
  const tests = Object.values(fields);
  const rows = noiseRows(comparison).length;
  const alike = tests.length - rows;
  const sharesReplies = cached > 0 || (b.usage?.cached ?? 0) > 0;
  return {
    head: `How often A differs from B, and from ${version}, a further run of A, over ${
      formatCount(pairs)
    } pairs of ${formatCount(clusters)} channel-days with an output in all three:`,
    notes: [
      ...(rows === 0 ? [] : [
        "pairs: those in which A, B or the further run fills the field. 95 % interval: of how much more often A differs from B, in points. " +
        "p: a test in which B and the further run change places by channel-day, adjusted for all fields.",
        `Beyond: more often than chance explains; within: no more than ${NOTICEABLE_NOISE_POINTS} points more often.` +
        (tests.some(({ more_pairs }) => more_pairs !== null)
          ? ` +n pairs: about what finds a difference of ${NOTICEABLE_NOISE_POINTS} points 4 times of 5.`
          : ""),
      ]),
      ...(alike === 0
        ? []
        : [`In ${formatCount(alike)} ${alike === 1 ? "field" : "fields"} more A differs from neither.`]),
      ...(sharesReplies
        ? [
          `Replies from the cache: ${formatCount(b.usage?.cached ?? 0)} posts in B, ${
            formatCount(cached)
          } in ${version}. What A was told too is no draw of its own: ` +
          "the figures are then too low. Ask anew: deno task ab --noise-floor --force.",
        ]
        : []),
      ...(clusters < FEW_CLUSTERS
        ? [`Fewer than ${FEW_CLUSTERS} channel-days: the intervals are too narrow. Compare more days.`]
        : []),
    ],
  };
}
