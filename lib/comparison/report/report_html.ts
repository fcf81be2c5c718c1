import { formatCount } from "../../runtime/format_number.ts";
import { escapeHtml } from "../../text/escape_html.ts";
import type { VersionComparison } from "../compare_versions.ts";
import { agreementChart, channelHeatMap, coverageChart, differenceChart } from "./comparison_charts.ts";
import type { Comparison } from "../comparison_schema.ts";
import { splitCase } from "./report_case.ts";
import { chartFigure } from "./report_chart.ts";
import { disagreementsHtml } from "./report_disagreements.ts";
import { driftSection } from "./report_drift.ts";
import { gateSection } from "./report_gate.ts";
import { groupsHtml } from "./report_groups.ts";
import { labelSection } from "./report_labels.ts";
import { describeScope, methodHtml } from "./report_method.ts";
import { noiseSection } from "./report_noise.ts";
import { reportPage } from "./report_page.ts";
import {
  channelTable,
  compilationTable,
  coverageTable,
  type FieldRow,
  fieldTable,
  usageTable,
} from "./report_tables.ts";
import { selectionSection } from "./report_selection.ts";
import { usageSection } from "./report_usage.ts";
import { verdictHtml } from "./report_verdict.ts";

/** A comparison as one HTML page that needs nothing else: the verdict first, then charts, tables, examples and how it was made. */
export async function reportHtml(compared: VersionComparison): Promise<string> {
  const { comparison } = compared;
  const { a, b, both_ok } = comparison;
  const some = (html: () => string) => both_ok === 0 ? "" : html();
  return await reportPage({
    title: `${a.version} and ${b.version}, side by side`,
    header: `<h1><span class="a">A</span> ${escapeHtml(a.version)} and <span class="b">B</span> ${
      escapeHtml(b.version)
    }</h1>
<p class="soft">${escapeHtml(describeScope(comparison))}</p>`,
    sections: [
      { id: "verdict", title: "Verdict", html: verdictHtml(comparison) },
      { id: "gate", title: "Gate", html: gateSection(comparison) },
      { id: "labels", title: "Right and wrong, by labels", html: labelSection(comparison) },
      { id: "coverage", title: "Coverage", html: some(() => coverageHtml(comparison)) },
      {
        id: "agreement",
        title: "Agreement",
        html: some(() => chartFigure((size) => agreementChart(comparison, size))),
      },
      { id: "selection", title: "Which has an output", html: selectionSection(comparison) },
      { id: "noise", title: "Noise floor", html: noiseSection(comparison) },
      { id: "channels", title: "Channels", html: some(() => channelsHtml(comparison)) },
      { id: "drift", title: "Week by week", html: some(() => driftSection(comparison)) },
      { id: "usage", title: "Cost and time", html: `${usageSection(comparison)}${usageTable(comparison)}` },
      { id: "fields", title: "Field by field", html: some(() => fieldsHtml(comparison)) },
      { id: "compilations", title: "Posts with several", html: compilationsHtml(compared) },
      { id: "disagreements", title: "Where they disagree", html: some(() => disagreementSection(compared)) },
      { id: "method", title: "How it was made", html: methodHtml(comparison) },
    ],
  });
}

function disagreementSection(compared: VersionComparison): string {
  return `${groupsHtml(compared.comparison)}
${disagreementsHtml(compared)}`;
}

function coverageHtml(comparison: Comparison): string {
  return `${chartFigure((size) => coverageChart(comparison, size))}
${chartFigure((size) => differenceChart(comparison, size))}
${coverageTable(comparison)}`;
}

function channelsHtml(comparison: Comparison): string {
  return `${chartFigure((size) => channelHeatMap(comparison, size))}
<p class="soft">All fields taken together, over the assignments with an output in both.</p>
${channelTable(comparison.channels)}`;
}

function fieldsHtml(comparison: Comparison): string {
  return `<p>Over the ${formatCount(comparison.both_ok)} assignments that have an output in both versions. ${
    colorKey(["fill-a", "A"], ["fill-b", "B"])
  }<br>Where either fills it: ${
    colorKey(["equal", "equal"], ["different", "different"], ["only-a", "only A"], ["only-b", "only B"])
  }</p>
${fieldTable(fieldRows(comparison, "both_ok"))}
<details><summary>The same counts over all ${
    formatCount(comparison.pairs)
  } pairs, where an output that was skipped or failed has no values</summary>
${fieldTable(fieldRows(comparison, "all"))}</details>`;
}

function colorKey(...entries: readonly (readonly [color: string, text: string])[]): string {
  return entries.map(([color, text]) => `<span class="key soft"><i class="${color}"></i>${text}</span>`).join(
    "",
  );
}

function fieldRows({ fields }: Comparison, population: "both_ok" | "all"): FieldRow[] {
  return Object.entries(fields).map(([path, field]) => ({
    path,
    words: population === "both_ok" ? field.words : null,
    counts: field[population],
  }));
}

function compilationsHtml({ comparison, splitDifferences, texts }: VersionComparison): string {
  if (comparison.compilations.messages === 0) return "";
  const names = new Map(comparison.channels.map((channel) => [channel.channel_id, channel]));
  const cases = splitDifferences.map((found) =>
    splitCase(found, names.get(found.channelId), texts.get(found.rawId) ?? "")
  ).join("\n");
  return `<p class="soft">Posts with several assignments: these pair by their codes, or by their places where both versions find equally
many. Those without a pair, and posts that only one version splits, are counted here and nowhere else.</p>
${compilationTable(comparison)}
${cases === "" ? "" : `<details><summary>A random few that differ</summary>\n${cases}</details>`}`;
}
