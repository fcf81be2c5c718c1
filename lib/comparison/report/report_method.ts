import { escapeHtml } from "../../text/escape_html.ts";
import type { Comparison } from "../comparison_schema.ts";
import { messageTable, runTable, statusTable } from "./report_tables.ts";

/** Which messages were compared, how the versions were made, and how the words and figures of the report come about. */
export function methodHtml(comparison: Comparison): string {
  return `<h3>What was compared</h3>
<p>${escapeHtml(describeScope(comparison))}</p>
${messageTable(comparison)}
${statusTable(comparison)}
<h3>The two versions</h3>
${runTable(comparison)}
${madeDifferently(comparison)}
<h3>What the words mean</h3>
${WORDS}`;
}

/** Its dates and channels, and when it was made. */
export function describeScope({ window, channel_ids, compared_at }: Comparison): string {
  const dates = window.since === null && window.until === null
    ? "all dates"
    : `${window.since ?? "the beginning"} <= date < ${window.until ?? "the end"}`;
  const channels = channel_ids === null
    ? "all channels"
    : `${channel_ids.length} ${channel_ids.length === 1 ? "channel" : "channels"}`;
  return `${dates}, ${channels}. Compared ${compared_at.slice(0, 16).replace("T", " ")} UTC.`;
}

const WORDS = `<dl class="values finding">
<dt>fills more, less</dt><dd>B has a value in more, or fewer, of the same assignments than A, by more than chance explains: McNemar's test
with the assignments of one channel and day (UTC) taken together, since posts of one template come together, a repeated text always where
it came first, and adjusted for
the number of fields by Benjamini and Hochberg, at 5 %.</dd>
<dt>differs</dt><dd>Beyond that, at least 1 % of the values disagree.</dd>
<dt>within A's noise</dt><dd>It differs, but about as much as a further run of A differs from A.</dd>
<dt>too few to tell</dt><dd>B may fill it more or less by a point or more.</dd>
<dt>alike</dt><dd>None of these: B fills it neither more nor less by a point, and less than 1 % of the values disagree.</dd>
<dt>equal</dt><dd>Texts but for case, width, white space and end punctuation; lists and time slots as sets. Assignments of which neither
version fills a field say nothing about agreement and are left out of it.</dd>
<dt>95 % interval</dt><dd>The wider of a bootstrap that draws channel-days, not assignments (BCa), and a score interval of as many assignments as
tell as much when independent. Repeats of a text count with the first of them. Where no pair differs, what independent pairs leave possible.</dd>
</dl>`;

function madeDifferently({ a, b, made_differently }: Comparison): string {
  const makers = [a, b].map(({ version, extractor, model, is_live }, index) =>
    `<p class="name"><span class="${index === 0 ? "a" : "b"}">${index === 0 ? "A" : "B"}</span> ${
      escapeHtml(version)
    }: ${
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
