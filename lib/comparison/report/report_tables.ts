import { formatCount, formatPercent } from "../../runtime/format_number.ts";
import type { Cell } from "../../runtime/format_table.ts";
import { escapeHtml } from "../../text/escape_html.ts";
import type { ComparedChannel, Comparison, FieldCounts, FieldWord } from "../comparison_schema.ts";
import { compilationRows } from "../comparison_rows.ts";
import { COVERAGE_HEADER, coverageRows, describeCoverage } from "../coverage_rows.ts";
import { channelName, formatLeastAgreement, leastAgreement } from "../describe_channel.ts";
import { addFieldCounts } from "../field_counts.ts";
import { FIELD_WORD_TEXTS } from "../field_words.ts";
import { plainTable } from "./plain_table.ts";
import { USAGE_HEADER, usageRows } from "../usage/usage_rows.ts";

/** A row of the table of fields. */
export interface FieldRow {
  readonly path: string;
  /** Null where none were tested for. */
  readonly words: readonly FieldWord[] | null;
  readonly counts: FieldCounts;
}

/** The table of fields: coverage of A and B as bars, agreement as a stacked bar, the counts beside it. */
export function fieldTable(rows: readonly FieldRow[]): string {
  return `<table class="cards"><thead><tr>
<th>Field</th>${
    rows.some(({ words }) => words !== null) ? "<th>B against A</th>" : ""
  }<th>Filled by A, B</th><th>Equal where either fills it</th>
<th class="n">Equal</th><th class="n">Different</th><th class="n">Only A</th><th class="n">Only B</th><th class="n">Neither</th>
</tr></thead><tbody>${rows.map(fieldRow).join("\n")}</tbody></table>`;
}

/** How much more B fills than A, field by field, with what chance leaves possible; empty where nothing was tested. */
export function coverageTable(comparison: Comparison): string {
  const described = describeCoverage(comparison);
  if (described === null) return "";
  const rows = coverageRows(comparison);
  const table = rows.length === 0 ? "" : plainTable(COVERAGE_HEADER, rows, { caption: described.head });
  const notes = described.notes.slice(rows.length > 0 ? 0 : 1);
  return `${table}<p class="soft">${notes.map(escapeHtml).join(" ")}</p>`;
}

function fieldRow({ path, words, counts }: FieldRow): string {
  return `<tr><td class="name wide">${escapeHtml(path)}</td>${
    words === null ? "" : `<td class="wide">${words.map(word).join("")}</td>`
  }
<td class="wide" data-label="Filled by A, B">${coverageBars(counts)}</td>
<td class="wide" data-label="Equal where either fills it">${agreementBar(counts)}</td>
${numberCell("Equal", counts.equal)}${numberCell("Different", counts.different)}${
    numberCell("Only A", counts.only_a)
  }${numberCell("Only B", counts.only_b)}${numberCell("Neither", counts.both_null)}</tr>`;
}

function word(name: FieldWord): string {
  return `<span class="word ${name}">${FIELD_WORD_TEXTS[name]}</span>`;
}

function coverageBars(counts: FieldCounts): string {
  return `<div class="bars">${coverageBar("fill-a", counts.coverage_a)}${
    coverageBar("fill-b", counts.coverage_b)
  }</div>`;
}

function coverageBar(color: string, share: number | null): string {
  return `<div class="bar">${part(color, share ?? 0)}</div><span class="n">${percent(share)}</span>`;
}

function agreementBar(counts: FieldCounts): string {
  const either = counts.equal + counts.different + counts.only_a + counts.only_b;
  if (either === 0) return `<span class="soft">no values</span>`;
  const parts = [
    part("equal", counts.equal / either),
    part("different", counts.different / either),
    part("only-a", counts.only_a / either),
    part("only-b", counts.only_b / either),
  ];
  return `<div class="bars"><div class="bar">${parts.join("")}</div><span class="n">${
    percent(counts.agreement)
  }</span></div>`;
}

function part(color: string, share: number): string {
  return share === 0 ? "" : `<i class="${color}" style="width:${(share * 100).toFixed(2)}%"></i>`;
}

/** Which messages were compared, and each reason for leaving one out, adding up to all. */
export function messageTable(
  { messages, left_out, compared, pairs, both_ok, distinct_texts }: Comparison,
): string {
  const rows: Cell[][] = [
    ["compared: finished in both, made from the same text", compared],
    ["left out: deleted in Telegram", left_out.deleted],
    ["left out: only A has a job for it", left_out.only_in_a],
    ["left out: only B has a job for it", left_out.only_in_b],
    ["left out: not finished in A or B", left_out.not_finished],
    ["left out: edited between the two", left_out.read_different_texts],
    ["left out: several assignments in A, one in B", left_out.only_a_splits],
    ["left out: several assignments in B, one in A", left_out.only_b_splits],
  ];
  return `${plainTable(["Messages", ""], [...rows, ["with a job in A or B", messages]], { total: true })}
<p>They make ${formatCount(pairs)} pairs, one an assignment; ${
    formatCount(both_ok)
  } have an output (ok) in both.
${
    distinct_texts === compared
      ? "No two of the messages have the same text."
      : `The messages hold ${formatCount(distinct_texts)} different texts; ${
        formatCount(compared - distinct_texts)
      } repeat one.`
  }</p>`;
}

/** How the messages of the window stand in each version, and the pairs by their two statuses. */
export function statusTable({ a, b, statuses }: Comparison): string {
  const names = ["ok", "skipped", "failed", "pending", "processing"] as const;
  const rows = names.map((name) => [name, a.statuses[name], b.statuses[name]] as const)
    .filter(([, ofA, ofB]) => ofA + ofB > 0);
  const pairs = statuses.map((pair) => [`${pair.a} in A, ${pair.b} in B`, pair.pairs]);
  return `${plainTable(["Messages of the window", "A", "B"], rows)}${plainTable(["Pairs", ""], pairs)}`;
}

/** What the runs of an experiment were told; empty where stored versions were compared. */
export function runTable({ runs }: Comparison): string {
  if (runs === null) return "";
  return plainTable(["Runs", "A", "B"], runs);
}

/** What the outputs of each version took, where a model was asked; empty where none was. */
export function usageTable(comparison: Comparison): string {
  const rows = usageRows(comparison);
  if (rows.length === 0) return "";
  return `${plainTable(USAGE_HEADER, rows)}
<p class="soft">A reply from the cache counts neither as tokens nor as cost nor as time.
Earlier tries of a post do not count here; the totals of a run tell them.</p>`;
}

/** How the assignments of posts with several were told apart. */
export function compilationTable(comparison: Comparison): string {
  return plainTable(["Posts with several assignments", ""], compilationRows(comparison));
}

/** A row for each channel: its pairs, agreement over all fields, and the field that agrees least where both versions fill it. */
export function channelTable(channels: readonly ComparedChannel[]): string {
  return `<table class="cards"><thead><tr><th>Channel</th><th class="n">Pairs</th><th class="n">Both ok</th>
<th>Filled by A, B</th><th>Equal where either fills it</th><th>Agrees least where both fill it</th></tr></thead><tbody>${
    channels.map(channelRow).join("\n")
  }</tbody></table>`;
}

function channelRow(channel: ComparedChannel): string {
  const total = addFieldCounts(Object.values(channel.fields).map(({ both_ok }) => both_ok));
  return `<tr><td class="name wide">${escapeHtml(channelName(channel))}</td>${
    numberCell("Pairs", channel.pairs)
  }${numberCell("Both ok", channel.both_ok)}
<td class="wide" data-label="Filled by A, B">${coverageBars(total)}</td>
<td class="wide" data-label="Equal where either fills it">${agreementBar(total)}</td>
<td class="wide name" data-label="Agrees least where both fill it">${
    escapeHtml(formatLeastAgreement(leastAgreement(channel)))
  }</td></tr>`;
}

function numberCell(label: string, count: number): string {
  return `<td class="n${count === 0 ? " zero" : ""}" data-label="${label}">${formatCount(count)}</td>`;
}

function percent(share: number | null): string {
  return share === null ? "n/a" : formatPercent(share);
}
