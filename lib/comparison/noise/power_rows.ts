import type { Cell } from "../../runtime/format_table.ts";
import type { Comparison, CoverageTest, FieldCounts } from "../comparison_schema.ts";
import { pairsToFind, type PowerDesign } from "./power_curves.ts";

/** Says why there are no rows. */
export const NO_PAIRS = "No post has an output in both versions: choose other versions, channels or dates.";

/** The header of {@linkcode powerRows}. */
export function powerHeader(differences: readonly number[]): string[] {
  return [
    "field",
    "pairs",
    "only one fills",
    "design effect",
    ...differences.map((points) => `to find ${points} ${points === 1 ? "point" : "points"}`),
  ];
}

/** A row for each field that either version fills: the pairs there are, and about how many find differences of these sizes 4 times of 5. */
export function powerRows({ fields }: Pick<Comparison, "fields">, differences: readonly number[]): Cell[][] {
  return Object.entries(fields).flatMap(([path, { both_ok, coverage_test }]) => {
    if (coverage_test === null || both_ok.agreement === null) return [];
    const design = coverageDesign(both_ok, coverage_test);
    return [[
      path,
      coverage_test.pairs,
      both_ok.only_a + both_ok.only_b,
      design.designEffect.toFixed(1),
      ...differences.map((points) => pairsToFind(design, points)),
    ]];
  });
}

/** How the pairs of a field are to be taken for planning: as they are, and never as more than they are. */
export function coverageDesign(
  { only_a, only_b }: Pick<FieldCounts, "only_a" | "only_b">,
  { pairs, design_effect }: Pick<CoverageTest, "pairs" | "design_effect">,
): PowerDesign {
  return { discordant: (only_a + only_b) / pairs, designEffect: Math.max(1, design_effect ?? 1) };
}

/** The header of {@linkcode labelPowerRows}. */
export const LABEL_POWER_HEADER = [
  "of such labels B is right in",
  "labels needed",
  "labels that agree with it",
];

/**
 * How many labels by which only one version is right find that one is better 4 times of 5, by how often that is B: independent ones,
 * of which labels of one channel and day are fewer.
 */
export function labelPowerRows(shares: readonly number[]): Cell[][] {
  return shares.map((share) => {
    const needed = labelsToFind(share);
    return [`${Math.round(share * 100)} %`, needed, Math.round(share * needed)];
  });
}

/** Every such label is discordant, so that B's share less A's is 2 share - 1. */
export function labelsToFind(share: number): number {
  return pairsToFind({ discordant: 1, designEffect: 1 }, (2 * share - 1) * 100);
}
