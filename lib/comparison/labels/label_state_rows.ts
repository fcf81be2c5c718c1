import { DOMAIN } from "../../extraction/current_domain.ts";
import { formatPercent } from "../../runtime/format_number.ts";
import type { Cell } from "../../runtime/format_table.ts";
import type { Field } from "../../schema/field_paths.ts";
import { truncateText } from "../../text/truncate_text.ts";
import { describePairPlace } from "../describe_channel.ts";
import { formatFieldValue } from "../format_field_value.ts";
import type { LabelState } from "../load_chosen_labels.ts";
import { LABEL_STRATA, type LabelStratum } from "./plan_label_sample.ts";

/** Says what to do where a comparison has no labels. */
export function noLabels(versionA: string, versionB: string): string {
  return "No post of both versions has a label, so that nobody knows which one is right. Look at some of them:\n" +
    `\`deno task label --a ${versionA} --b ${versionB}\`\n` +
    "or store labels made by hand: `deno task label --import posts.jsonl --labeler kim`.";
}

/** Says the same in short, below the one that says what to do. */
export const NO_LABELS = "Without labels there is nothing to show.";
/** Says why there is nothing to label. */
export const NO_CASES = "No post has an output in both versions: choose other versions, channels or dates.";
export const ALL_LABELLED = "All that the label page asks for is labelled; `--labels 600` asks for more.";

const STRATUM_TEXTS: Readonly<Record<LabelStratum, string>> = {
  disagreement: "they differ",
  agreement: "they agree",
  both_null: "both have none",
};

/** The header of {@linkcode labelPlanRows}. */
export const LABEL_PLAN_HEADER = [
  "field",
  "asked for",
  "labelled",
  ...LABEL_STRATA.map((stratum) => `left: ${STRATUM_TEXTS[stratum]}`),
];

/**
 * A row for each field that the label page asks for: how much of it is done, and what is left; the most left first. After them the
 * fields that are not labelled.
 */
export function labelPlanRows(
  { planned }: Pick<LabelState, "planned">,
  fields: readonly Field[] = DOMAIN.fields,
): Cell[][] {
  if (planned.length === 0) return [];
  const asked = [...Map.groupBy(planned, ({ field }) => field.path)].map(([path, cases]) => {
    const left = cases.filter(({ isLabelled }) => !isLabelled);
    return {
      left: left.length,
      row: [
        path,
        cases.length,
        cases.length - left.length,
        ...LABEL_STRATA.map((stratum) => left.filter((one) => one.stratum === stratum).length),
      ],
    };
  }).sort((one, other) => other.left - one.left).map(({ row }) => row);
  const others = fields.filter(({ isScored }) => isScored === false)
    .map(({ path }) => [`${path} (not labelled)`, 0, 0, ...LABEL_STRATA.map(() => 0)]);
  return [...asked, ...others];
}

/** The header of {@linkcode nextLabelRows}. */
export const NEXT_LABEL_HEADER = ["field", "", "A", "B", "post"];

const LONGEST_VALUE = 80;

/** What the label page asks for next, in its order, where the versions differ: such labels tell which is better. */
export function nextLabelRows({ planned }: Pick<LabelState, "planned">): Cell[][] {
  const value = (of: Parameters<typeof formatFieldValue>[0]) =>
    truncateText(formatFieldValue(of), LONGEST_VALUE);
  return planned.filter(({ isLabelled, stratum }) => !isLabelled && stratum === "disagreement")
    .map((one) => [
      one.field.path,
      STRATUM_TEXTS[one.stratum],
      value(one.a),
      value(one.b),
      describePairPlace(one, { channel_id: one.channelId, channel_link: null, title: one.post.agency }),
    ]);
}

/** The header of {@linkcode accuracyRows}. */
export const ACCURACY_HEADER = [
  "field",
  "labels",
  "A right",
  "95 % interval",
  "B right",
  "95 % interval",
  "of",
];

/** A row for each field that has labels: how often each version is right. */
export function accuracyRows({ accuracies }: Pick<LabelState, "accuracies">): Cell[][] {
  const interval = ({ low, high }: { readonly low: number; readonly high: number }) =>
    `${formatPercent(low).replace(" %", "")} to ${formatPercent(high)}`;
  return accuracies.map(({ path, labels, weighted, a, b }) => [
    path,
    labels,
    formatPercent(a.share),
    interval(a),
    formatPercent(b.share),
    interval(b),
    weighted ? "all posts" : "the labelled posts",
  ]);
}
