import { lineChart } from "../../notebook/line_chart.ts";
import type { HtmlOutput } from "../../notebook/html_output.ts";
import { notice } from "../../notebook/notice.ts";
import { formatCount, formatPercent } from "../../runtime/format_number.ts";
import { chooseField } from "../differences/choose_field.ts";
import type { Comparison } from "../comparison_schema.ts";
import { PLANNED_POWER, powerCurves } from "./power_curves.ts";
import { coverageDesign, labelsToFind } from "./power_rows.ts";

const LEVEL = { y: PLANNED_POWER, text: "4 times of 5" };

/**
 * For a notebook: how often a difference of coverage would be found with so many pairs, for the field named, or that in which the
 * versions disagree most.
 *
 * @throws {UserError} If there is no such field.
 */
export function powerChart(
  comparison: Pick<Comparison, "fields">,
  path: string | null,
  differences: readonly number[],
): HtmlOutput {
  const chosen = chooseField(comparison, path);
  const field = chosen === null ? undefined : comparison.fields[chosen];
  if (!field?.coverage_test) {
    return notice(
      "The versions agree in every field, so that nothing is known to plan by. `FIELD` names a field to plan for all the same.",
    );
  }
  const { pairs } = field.coverage_test;
  const design = coverageDesign(field.both_ok, field.coverage_test);
  return lineChart(
    powerCurves(design, differences, pairs).map(({ points, curve }) => ({
      name: `${points} ${points === 1 ? "point" : "points"}`,
      points: curve.map(({ pairs, power }) => ({ x: pairs, y: power })),
    })),
    {
      title: `How many pairs find a difference in filling ${chosen}`,
      caption: `McNemar's exact test at the 5 % level, where only one version fills it in ${
        formatPercent(design.discordant)
      } of the pairs, or in all that differ; design effect ${design.designEffect.toFixed(1)}.`,
      xAxis: "pairs",
      yAxis: "found",
      isLogX: true,
      percent: true,
      level: LEVEL,
      place: { x: pairs, text: `${formatCount(pairs)} now` },
    },
  );
}

/** For a notebook: how often labels by which only one version is right would tell that one is better. */
export function labelPowerChart(shares: readonly number[]): HtmlOutput {
  const curves = powerCurves(
    { discordant: 1, designEffect: 1 },
    shares.map((share) => (2 * share - 1) * 100),
    Math.max(...shares.map(labelsToFind)),
  );
  return lineChart(
    curves.map(({ curve }, index) => ({
      name: `B right in ${Math.round((shares[index] ?? 0) * 100)} %`,
      points: curve.map(({ pairs, power }) => ({ x: pairs, y: power })),
    })),
    {
      title: "How many labels find which version is better",
      caption:
        "Labels by which only one version is right, independent of each other; the exact test at the 5 % level.",
      xAxis: "labels by which only one is right",
      yAxis: "found",
      isLogX: true,
      percent: true,
      level: LEVEL,
    },
  );
}
