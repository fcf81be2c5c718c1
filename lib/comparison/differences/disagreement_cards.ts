import { HtmlOutput } from "../../notebook/html_output.ts";
import { notice } from "../../notebook/notice.ts";
import { formatCount } from "../../runtime/format_number.ts";
import type { FieldValue } from "../../schema/read_field.ts";
import { escapeHtml } from "../../text/escape_html.ts";
import { COMPARISON_COLORS } from "../report/comparison_colors.ts";
import { describePairPlace } from "../describe_channel.ts";
import { DIFFERENCE_WORDS } from "./difference_words.ts";
import { formatFieldValue } from "../format_field_value.ts";
import type { LoadedDisagreements } from "./load_disagreements.ts";
import { markedPost, markLegend } from "../report/marked_post.ts";
import type { Disagreement } from "./sample_disagreements.ts";

const STYLE = {
  card: "border-top:1px solid #8884;padding:10px 0",
  place: "font-size:13px;padding:0 0 4px",
  beside: "display:flex;flex-wrap:wrap;gap:8px 20px;align-items:flex-start",
  values: "flex:1 1 20em;min-width:0;margin:0;font-size:13px;text-align:left",
  value: "margin:0 0 8px;padding:2px 0 2px 10px;white-space:pre-wrap;overflow-wrap:anywhere",
} as const;
/** As in the marks of the post. */
const SIDES = {
  a: `border-left:3px solid ${COMPARISON_COLORS.a}`,
  b: `border-left:3px dotted ${COMPARISON_COLORS.b}`,
} as const;

/** For a notebook: posts in which two versions disagree, each with both values, which are marked in it where they stand word for word. */
export function disagreementCards(
  { found, disagreements, texts, channels }: LoadedDisagreements,
): HtmlOutput {
  if (disagreements.length === 0) {
    return notice(
      "No such disagreement. Choose another field (`FIELD`) or kind (`KIND`), or look for another text (`TEXT`).",
    );
  }
  const head = `${formatCount(disagreements.length)} of ${formatCount(found)}, drawn at random`;
  const cards = disagreements.map((one) => {
    const name = channels.get(one.channelId);
    const place = describePairPlace(one, {
      channel_id: one.channelId,
      channel_link: name?.channelLink ?? null,
      title: name?.title ?? null,
    });
    return { one, place: `${place}: ${DIFFERENCE_WORDS[one.kind]} (raw_id ${one.rawId})` };
  });
  return new HtmlOutput(
    `<div>${head}</div>${markLegend("A", "B")}` +
      cards.map(({ one, place }) => cardHtml(one, place, texts.get(one.rawId) ?? "")).join(""),
    [head, ...cards.map(({ one, place }) => cardText(one, place, texts.get(one.rawId) ?? ""))].join("\n\n"),
  );
}

function cardHtml({ path, a, b }: Disagreement, place: string, post: string): string {
  const side = (name: "a" | "b", value: FieldValue) =>
    `<dt>${name.toUpperCase()}: ${escapeHtml(path)}</dt><dd dir="auto" style="${STYLE.value};${
      SIDES[name]
    }">${value === null ? "<i>nothing</i>" : escapeHtml(formatFieldValue(value))}</dd>`;
  return `<div style="${STYLE.card}"><div style="${STYLE.place}">${escapeHtml(place)}</div>` +
    `<div style="${STYLE.beside}">${markedPost(post, a, b)}` +
    `<dl style="${STYLE.values}">${side("a", a)}${side("b", b)}</dl></div></div>`;
}

function cardText({ a, b }: Disagreement, place: string, post: string): string {
  const side = (value: FieldValue) => value === null ? "nothing" : formatFieldValue(value);
  return [place, `A: ${side(a)}`, `B: ${side(b)}`, post].join("\n");
}
