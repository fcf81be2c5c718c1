import { formatCount, formatPercent } from "../../runtime/format_number.ts";
import { escapeHtml } from "../../text/escape_html.ts";
import type { Comparison, FieldWord } from "../comparison_schema.ts";
import { comparisonWarnings } from "./comparison_warnings.ts";
import { formatInterval, formatPoints } from "../differences/format_difference.ts";
import { describeGate } from "../gate/gate_lines.ts";
import type { Gate } from "../gate/gate_schema.ts";
import type { LabelMacro } from "../labels/label_test_schema.ts";
import { labelNote } from "./report_labels.ts";
import { describeFindings } from "../describe_findings.ts";
import { addFieldCounts } from "../field_counts.ts";

/** What a comparison comes to, for whoever reads nothing else: the findings by field, the main figures, and what to beware of. */
export function verdictHtml(comparison: Comparison): string {
  const { both_ok, a, b } = comparison;
  if (both_ok === 0) {
    return `<p class="note">No post has an output in both versions, so there is nothing to compare yet. A has ${
      formatCount(a.statuses.ok)
    } outputs, B ${formatCount(b.statuses.ok)}.</p>`;
  }
  return `${decisions(comparison)}${keyFigures(comparison)}
${findings(comparison)}
<p class="soft">${labelNote(comparison)}</p>
${warnings(comparison)}`;
}

/** The gate's result and what the labels come to, where there are any. */
function decisions({ gate, labels_macro: macro }: Comparison): string {
  const sentences = [
    ...(gate === null ? [] : [[describeGate(gate), ...notPassed(gate)].join(" ")]),
    ...(macro === null ? [] : [
      `By ${formatCount(macro.labels)} labels of ${formatCount(macro.fields)} ${
        macro.fields === 1 ? "field" : "fields"
      }: ${MACRO_WORDS[macro.finding]}, ${formatPoints(macro.points)} points (${
        formatInterval(macro)
      }) right in the mean.`,
    ]),
  ];
  return sentences.map((sentence) => `<p class="decision"><b>${escapeHtml(sentence)}</b></p>\n`).join(
    "",
  );
}

function notPassed({ rules }: Gate): string[] {
  return rules.filter(({ passed }) => !passed).map(({ rule, result }) => `${rule}: ${result}.`);
}

const MACRO_WORDS: Readonly<Record<LabelMacro["finding"], string>> = {
  better: "B is better",
  worse: "B is worse",
  alike: "both are about as often right",
  undecided: "too few to tell which is right more often",
};

function keyFigures({ both_ok, pairs, fields }: Comparison): string {
  const total = addFieldCounts(Object.values(fields).map(({ both_ok }) => both_ok));
  const words = Object.values(fields).map(({ words }) => words);
  const undecided = words.filter((found) => found.every((word) => word === "undecided")).length;
  const alike = words.filter((found) => found.includes("alike") || found.includes("empty")).length;
  const figures: (readonly [figure: string, what: string])[] = [
    [formatCount(both_ok), `assignments with an output in both, of ${formatCount(pairs)} compared`],
    [
      `${formatPercent(total.coverage_a ?? NaN)} → ${formatPercent(total.coverage_b ?? NaN)}`,
      "of all fields filled, by A and by B",
    ],
    [
      formatPercent(total.agreement ?? NaN),
      `equal, of the ${
        formatCount(total.equal + total.different + total.only_a + total.only_b)
      } values that A or B has`,
    ],
    [
      formatCount(words.length - alike - undecided),
      `of ${formatCount(words.length)} fields differ, ${formatCount(undecided)} too few to tell`,
    ],
  ];
  return `<ul class="figures">${
    figures.map(([figure, what]) => `<li><b>${escapeHtml(figure)}</b> <span>${escapeHtml(what)}</span></li>`)
      .join("")
  }</ul>`;
}

function findings(comparison: Comparison): string {
  return `<dl class="values finding">${
    describeFindings(comparison)
      .map(({ word, finding, paths }) =>
        `<dt>${escapeHtml(finding)} <span class="soft">${paths.length}</span></dt><dd>${
          paths.map((path) => fieldName(path, word, comparison)).join(", ")
        }</dd>`
      ).join("\n")
  }</dl>`;
}

/** A field, with by how many points it was found to differ. */
function fieldName(path: string, word: FieldWord, { fields, labels }: Comparison): string {
  const test = word === "better" || word === "worse"
    ? labels[path]?.test
    : word === "fills_more" || word === "fills_less"
    ? fields[path]?.coverage_test
    : null;
  const points = test ? ` <span class="soft">${formatPoints(test.points)}</span>` : "";
  return `<span class="path">${escapeHtml(path)}${points}</span>`;
}

function warnings(comparison: Comparison): string {
  const sentences = comparisonWarnings(comparison);
  if (sentences.length === 0) return "";
  return `<div class="note"><b>Before you rely on this</b><ul>${
    sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join("")
  }</ul></div>`;
}
