import { formatCount } from "../runtime/format_number.ts";
import { escapeHtml } from "../text/escape_html.ts";
import type { VersionComparison } from "./compare_versions.ts";
import type { ComparedVersion, Comparison } from "./comparison_schema.ts";
import { describeFindings } from "./describe_findings.ts";
import { disagreementSections, splitDifferenceCases } from "./report_disagreements.ts";
import { noiseSection } from "./report_noise.ts";
import { labelNote, labelSection } from "./report_labels.ts";
import { REPORT_STYLE } from "./report_style.ts";
import {
  channelTable,
  compilationTable,
  coverageTable,
  type FieldRow,
  fieldTable,
  messageTable,
  runTable,
  statusTable,
  usageTable,
} from "./report_tables.ts";

/** A comparison as one HTML page that needs nothing else: no script, no font, no network. */
export function reportHtml(compared: VersionComparison): string {
  const { comparison } = compared;
  const { a, b } = comparison;
  const title = `${a.version} and ${b.version}, side by side`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${REPORT_STYLE}</style></head><body>
<h1><span class="a">A</span> ${escapeHtml(a.version)} and <span class="b">B</span> ${
    escapeHtml(b.version)
  }</h1>
<p class="soft">${escapeHtml(describeScope(comparison))}</p>
${describeFinding(comparison)}
${[a, b].map(mixedNote).join("")}
<h2>Fields</h2>
<p>Over the ${formatCount(comparison.both_ok)} assignments that have an output in both versions. ${
    colorKey(["fill-a", "A"], ["fill-b", "B"])
  }<br>Where either fills it: ${
    colorKey(["equal", "equal"], ["different", "different"], ["only-a", "only A"], ["only-b", "only B"])
  }</p>
${fieldTable(fieldRows(comparison, "both_ok"))}
${coverageTable(comparison)}
${noiseSection(comparison)}
<details><summary>The same counts over all ${
    formatCount(comparison.pairs)
  } pairs, where an output that was skipped or failed has no values</summary>
${fieldTable(fieldRows(comparison, "all"))}</details>
<p class="soft">${labelNote(comparison)} Texts count as equal but for case, width,
white space and end punctuation; lists and time slots count as sets. Assignments of which neither version fills a field say nothing about
agreement and are left out of it. ${WORDS}</p>
${labelSection(comparison)}<h2>What was compared</h2>
${messageTable(comparison)}
${statusTable(comparison)}
${compilations(compared)}<h2>How they were made</h2>
${runTable(comparison)}
${madeDifferently(comparison)}
${usageTable(comparison)}
<h2>By channel</h2>
<p class="soft">All fields taken together, over the assignments with an output in both.</p>
${channelTable(comparison.channels)}
<h2>Where they disagree</h2>
${disagreements(compared)}
</body></html>
`;
}

const WORDS =
  "Fills more, fills less: B has a value in more, or fewer, of the assignments, by more than chance explains. Differs: beyond that, at least 1 % of the values disagree; within noise: about as many as a further run of A. Too few to tell: B may fill it more or less by a point or more.";

function describeScope({ window, channel_ids, compared_at }: Comparison): string {
  const dates = window.since === null && window.until === null
    ? "all dates"
    : `${window.since ?? "the beginning"} <= date < ${window.until ?? "the end"}`;
  const channels = channel_ids === null
    ? "all channels"
    : `${channel_ids.length} ${channel_ids.length === 1 ? "channel" : "channels"}`;
  return `${dates}, ${channels}. Compared ${compared_at.slice(0, 16).replace("T", " ")} UTC.`;
}

function describeFinding(comparison: Comparison): string {
  const { both_ok, a, b } = comparison;
  if (both_ok === 0) {
    return `<p class="note">No post has an output in both versions, so there is nothing to compare yet. A has ${
      formatCount(a.statuses.ok)
    } outputs, B ${formatCount(b.statuses.ok)}.</p>`;
  }
  return `<dl class="values finding">${
    describeFindings(comparison)
      .map(({ finding, paths }) => `<dt>${finding}</dt><dd>${paths.map(escapeHtml).join(", ")}</dd>`)
      .join("\n")
  }</dl>`;
}

function mixedNote({ version, mixed_with }: ComparedVersion): string {
  if (mixed_with === 0) return "";
  return `<p class="note"><b>${escapeHtml(version)}</b> holds outputs of ${
    mixed_with + 1
  } configurations that cannot be told apart, so what is said of it here holds for the mixture only.</p>`;
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

function madeDifferently({ a, b, made_differently }: Comparison): string {
  const makers = [a, b].map(({ version, extractor, model, is_live }, index) =>
    `<p><span class="${index === 0 ? "a" : "b"}">${index === 0 ? "A" : "B"}</span> ${escapeHtml(version)}: ${
      extractor === null
        ? "no worker has drained it yet"
        : escapeHtml([extractor, model].filter(Boolean).join(", "))
    }${is_live ? " (live)" : ""}</p>`
  ).join("");
  if (made_differently === null) return makers;
  if (made_differently.length === 0) {
    return `${makers}<p>Both were made with the same configuration: what differs is chance, or the model's own.</p>`;
  }
  return `${makers}<p>What differs between the two configurations, A to B:</p><ul>${
    made_differently.map((line) => `<li class="name">${escapeHtml(line)}</li>`).join("")
  }</ul>`;
}

function compilations(compared: VersionComparison): string {
  if (compared.comparison.compilations.messages === 0) return "";
  const cases = splitDifferenceCases(compared);
  return `<h2>Posts with several assignments</h2>
<p class="soft">Assignments of such a post pair by their codes, or by their places where both versions find equally many. Those without a
pair, and posts that only one version splits, are counted here and nowhere else.</p>
${compilationTable(compared.comparison)}
${cases === "" ? "" : `<details><summary>A random few that differ</summary>\n${cases}</details>`}
`;
}

function disagreements(compared: VersionComparison): string {
  if (compared.disagreements.length === 0) {
    return "<p>Nowhere: every value that either version filled is equal in both.</p>";
  }
  return `<p class="soft">A random few of each field; all are in side_by_side.csv.</p>\n${
    disagreementSections(compared)
  }`;
}
