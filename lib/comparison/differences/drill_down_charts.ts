import type { HtmlOutput } from "../../notebook/html_output.ts";
import { notice } from "../../notebook/notice.ts";
import { shareChart } from "../../notebook/share_chart.ts";
import type { Comparison } from "../comparison_schema.ts";
import { DIFFERENCE_KINDS } from "./difference_kind.ts";
import { DIFFERENCE_WORDS } from "./difference_words.ts";
import { channelKinds } from "./drill_down_rows.ts";
import { COMPARISON_COLORS } from "../report/comparison_colors.ts";

/** Says that there is nothing to drill into. */
export const NO_DISAGREEMENT = "The versions agree in every field, wherever both have an output.";

/** In the order of DIFFERENCE_KINDS. */
const COLORS = [COMPARISON_COLORS.b, COMPARISON_COLORS.a, "#f0e442", "#56b4e9", COMPARISON_COLORS.different];
/** Fields or channels; what is below the largest few nobody looks at in a chart. */
const MOST_BARS = 20;

/** For a notebook: in what the versions disagree, field by field, that with the most disagreements first. */
export function fieldKindsChart({ fields }: Pick<Comparison, "fields">): HtmlOutput {
  const wholes = Object.entries(fields).flatMap(([label, { differences }]) =>
    differences === null ? [] : [{ label, kinds: differences }]
  );
  return kindsChart(wholes, "In what they disagree, by field");
}

/** For a notebook: the same of one field, channel by channel. */
export function channelKindsChart(
  comparison: Pick<Comparison, "channels" | "disagreement_groups">,
  path: string | null,
): HtmlOutput {
  return kindsChart(
    channelKinds(comparison, path).map(({ name, kinds }) => ({ label: name, kinds })),
    `In what they disagree about ${path}, by channel`,
  );
}

function kindsChart(
  wholes: readonly {
    readonly label: string;
    readonly kinds: Readonly<Record<typeof DIFFERENCE_KINDS[number], number>>;
  }[],
  title: string,
): HtmlOutput {
  const sized = wholes
    .map((whole) => ({ ...whole, total: DIFFERENCE_KINDS.reduce((sum, kind) => sum + whole.kinds[kind], 0) }))
    .filter(({ total }) => total > 0)
    .sort((one, other) => other.total - one.total);
  if (sized.length === 0) return notice(NO_DISAGREEMENT);
  return shareChart(
    sized.slice(0, MOST_BARS).map(({ label, kinds }) => ({
      label,
      parts: Object.fromEntries(DIFFERENCE_KINDS.map((kind) => [DIFFERENCE_WORDS[kind], kinds[kind]])),
    })),
    { title, axis: "assignments that disagree", colors: COLORS, counts: true },
  );
}
