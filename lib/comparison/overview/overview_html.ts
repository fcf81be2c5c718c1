import { formatPercent } from "../../runtime/format_number.ts";
import { escapeHtml } from "../../text/escape_html.ts";
import { formatInterval, formatPoints } from "../differences/format_difference.ts";
import type { Overview, OverviewCell, OverviewVersion } from "./overview_schema.ts";
import {
  describeChosen,
  describeOverview,
  markedVersion,
  OVERVIEW_VERSION_HEADER,
  overviewVersionRows,
} from "./overview_rows.ts";
import { plainTable } from "../report/plain_table.ts";
import { gateSection } from "../report/report_gate.ts";
import { reportPage } from "../report/report_page.ts";

/** Several versions against A as one HTML page beside the folders of their comparisons; it needs nothing else. */
export async function overviewHtml(overview: Overview): Promise<string> {
  const { a, versions, compared_at } = overview;
  const title = `${versions.length} versions against ${a.version}`;
  return await reportPage({
    title,
    header: `<h1>${versions.length} versions against <span class="a">${escapeHtml(a.version)}</span></h1>
<p class="soft">Compared ${
      compared_at.slice(0, 16).replace("T", " ")
    } UTC, each by itself, over the assignments with an output in it and in ${
      escapeHtml(a.version)
    }. Its name leads to that comparison.</p>`,
    sections: [
      { id: "fields", title: "Fields", html: fieldsHtml(overview) },
      {
        id: "versions",
        title: "Versions",
        html: `<div class="scroll">${
          plainTable(OVERVIEW_VERSION_HEADER, overviewVersionRows(overview))
        }</div>`,
      },
      { id: "gate", title: "Gate", html: versions.map(gatePart).join("") },
    ],
  });
}

function fieldsHtml(overview: Overview): string {
  const { versions, fields } = overview;
  const header = versions.map((version) =>
    `<th><a href="${escapeHtml(encodeURIComponent(version.folder))}/report.html">${
      escapeHtml(markedVersion(version))
    }</a></th>`
  );
  const rows = Object.entries(fields)
    .filter(([, cells]) => cells.some(({ agreement }) => agreement !== null))
    .map(([path, cells]) =>
      `<tr><td class="path">${escapeHtml(path)}</td>${cells.map(cellHtml).join("")}</tr>`
    );
  if (rows.length === 0) return "";
  const macros = versions.some(({ labels_macro }) => labels_macro !== null)
    ? `<tr class="total"><td>right by labels, mean</td>${versions.map(macroHtml).join("")}</tr>`
    : "";
  return `<div class="scroll"><table class="overview"><thead><tr><th>Field</th>${header.join("")}</tr></thead>
<tbody>${rows.join("\n")}${macros}</tbody></table></div>
<p class="soft">${describeOverview(overview).map(escapeHtml).join(" ")} In grey: 95 % intervals.</p>${
    chosenNote(overview)
  }`;
}

function chosenNote(overview: Overview): string {
  const sentences = describeChosen(overview);
  return sentences.length === 0 ? "" : `\n<p class="note">${sentences.map(escapeHtml).join(" ")}</p>`;
}

function gatePart({ version, gate }: OverviewVersion): string {
  return gate === null ? "" : `<h3>${escapeHtml(version)}</h3>\n${gateSection({ gate })}`;
}

function macroHtml({ labels_macro }: OverviewVersion): string {
  if (labels_macro === null) return "<td></td>";
  return `<td><b>${formatPoints(labels_macro.points)}</b> ${
    word(labels_macro.finding)
  }<br><span class="soft">${formatInterval(labels_macro)}</span></td>`;
}

function cellHtml({ coverage, agreement, agreement_interval, noise, label }: OverviewCell): string {
  if (coverage === null || agreement === null) return `<td class="soft">no values</td>`;
  const words = [
    ...(coverage.finding === "more" ? [word("fills_more", "fills more")] : []),
    ...(coverage.finding === "less" ? [word("fills_less", "fills less")] : []),
    ...(noise?.finding === "within_noise" && agreement !== 1 ? [word("within_noise", "within noise")] : []),
    ...(label?.finding === "better" || label?.finding === "worse" ? [word(label.finding)] : []),
  ];
  const interval = agreement_interval === null
    ? ""
    : `, ${(agreement_interval.low * 100).toFixed(1)} to ${(agreement_interval.high * 100).toFixed(1)} %`;
  return `<td><b>${formatPoints(coverage.points)}${
    coverage.finding === "more" || coverage.finding === "less" ? "*" : ""
  }</b> <span class="soft">${formatInterval(coverage)}</span><br>${
    formatPercent(agreement)
  } equal<span class="soft">${interval}</span>${words.length === 0 ? "" : `<br>${words.join("")}`}</td>`;
}

function word(name: string, text = name): string {
  return `<span class="word ${name}">${text}</span>`;
}
