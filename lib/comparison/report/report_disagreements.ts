import { formatCount } from "../../runtime/format_number.ts";
import { escapeHtml } from "../../text/escape_html.ts";
import type { VersionComparison } from "../compare_versions.ts";
import { channelName } from "../describe_channel.ts";
import { DIFFERENCE_WORDS } from "../differences/difference_words.ts";
import { DIFFERENCE_KINDS } from "../differences/difference_kind.ts";
import { disagreementCase } from "./report_case.ts";
import type { Disagreement } from "../differences/sample_disagreements.ts";

/** More than these make a page that nobody reads to its end; side_by_side.csv has all. */
const MOST_CASES = 500;

/** The sampled disagreements, folded by field, with a search that the page's script brings to life. */
export function disagreementsHtml(compared: VersionComparison): string {
  const { comparison, texts } = compared;
  const shown = spread(compared.disagreements, MOST_CASES);
  if (shown.length === 0) return "<p>Nowhere: every value that either version filled is equal in both.</p>";
  const names = new Map(comparison.channels.map((channel) => [channel.channel_id, channel]));
  const totals = new Map(
    Object.entries(comparison.fields).map(([path, { both_ok }]) => [
      path,
      both_ok.different + both_ok.only_a + both_ok.only_b,
    ]),
  );
  const all = [...totals.values()].reduce((sum, count) => sum + count, 0);
  const groups = [...Map.groupBy(shown, ({ path }) => path)].map(([path, cases]) =>
    `<details class="group"><summary><b class="name">${
      escapeHtml(path)
    }</b> <span class="soft"><span class="count">${formatCount(cases.length)}</span> of ${
      formatCount(totals.get(path) ?? cases.length)
    }</span></summary>
${
      cases.map((found) => disagreementCase(found, names.get(found.channelId), texts.get(found.rawId) ?? ""))
        .join("\n")
    }
</details>`
  );
  return `<p>${formatCount(shown.length)} of the ${
    formatCount(all)
  } values that differ are here, chosen at random so that every field, kind of difference and channel shows; all are in
side_by_side.csv. In a post, <mark class="in-a">what A's value holds</mark>, <mark class="in-b">what B's holds</mark> and
<mark class="in-both">what both hold</mark> are marked where they stand word for word.</p>
<p class="on-paper soft">On paper: three of each field. Unfold a field on the screen, and all of its cases are printed.</p>
${searchForm(shown, names)}
<div id="cases">
${groups.join("\n")}
</div>`;
}

/** As many of each field as fit, in turn, so that the last fields are not the ones left out. */
function spread(cases: readonly Disagreement[], most: number): Disagreement[] {
  if (cases.length <= most) return [...cases];
  const byPath = [...Map.groupBy(cases, ({ path }) => path).values()];
  const kept = new Set<Disagreement>();
  for (let round = 0; kept.size < most; round++) {
    for (const ofField of byPath) {
      const found = ofField[round];
      if (found !== undefined && kept.size < most) kept.add(found);
    }
  }
  return cases.filter((found) => kept.has(found));
}

/** Hidden until the script finds it: without one there is nothing to press. */
function searchForm(
  cases: readonly Disagreement[],
  channels: ReadonlyMap<number, VersionComparison["comparison"]["channels"][number]>,
): string {
  const paths = [...new Set(cases.map(({ path }) => path))].map((path) => [path, path] as const);
  const kinds = DIFFERENCE_KINDS.filter((kind) => cases.some((found) => found.kind === kind))
    .map((kind) => [kind, DIFFERENCE_WORDS[kind]] as const);
  const inChannels = [...channels.values()]
    .filter(({ channel_id }) => cases.some(({ channelId }) => channelId === channel_id))
    .map((channel) => [String(channel.channel_id), channelName(channel)] as const);
  return `<form id="find" role="search" aria-label="Disagreements" hidden>
<label>Words in the post or the values <input type="search" name="words" autocomplete="off" aria-keyshortcuts="/"></label>
${choice("field", "Field", paths)}${choice("kind", "Difference", kinds)}${
    choice("channel", "Channel", inChannels)
  }
<p><output aria-live="polite"></output> <button type="button" id="clear">Clear</button></p>
</form>
<p id="no-match" class="note" hidden>Nothing here fits. This page holds ${
    formatCount(cases.length)
  } disagreements; side_by_side.csv holds all.</p>`;
}

function choice(
  name: string,
  label: string,
  options: readonly (readonly [value: string, text: string])[],
): string {
  return `<label>${label} <select name="${name}"><option value="">all</option>${
    options.map(([value, text]) => `<option value="${escapeHtml(value)}">${escapeHtml(text)}</option>`).join(
      "",
    )
  }</select></label>`;
}
