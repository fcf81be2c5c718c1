import type { AssignmentFields } from "../../schema/tuition_assignment.ts";
import { foldText } from "../../text/fold_text.ts";
import { truncateText } from "../../text/truncate_text.ts";
import type { Check } from "../domain.ts";
import { EVIDENCE_LENGTH, isVerbatim } from "../verbatim_check.ts";
import { findQuotes } from "./rules/rate.ts";
import { OPEN_RATES } from "./vocabulary/phrases.ts";

const NUMBER = /\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?/g;

/** Amounts that no words of the post stand for. */
export const RATE_WITHOUT_TEXT = rateCheck(
  "rate_without_text",
  ({ raw_text, ...amounts }) => raw_text === null ? showAmounts(amounts) : null,
);

/** Amounts where the words ask the tutor for his own. */
export const RATE_LEFT_OPEN = rateCheck("rate_left_open", ({ raw_text }) => {
  const folded = foldText(raw_text ?? "");
  const isOpen = OPEN_RATES.findAll(folded).length > 0 &&
    findQuotes(folded, { start: 0, end: folded.length }, false).length === 0;
  return isOpen ? truncateText(raw_text ?? "", EVIDENCE_LENGTH) : null;
});

/** A range that is upside down. */
export const RATE_MIN_ABOVE_MAX = rateCheck(
  "rate_min_above_max",
  ({ min, max }) => min !== null && max !== null && min > max ? showAmounts({ min, max }) : null,
);

/** An amount that is no number of its text. */
export const RATE_AMOUNT_NOT_IN_TEXT = rateCheck("rate_amount_not_in_text", ({ min, max, raw_text }) => {
  const odd = [min, max].find((amount) => amount !== null && !holdsAmount(raw_text ?? "", amount));
  return odd === undefined ? null : `${odd} in ${truncateText(raw_text ?? "", EVIDENCE_LENGTH)}`;
});

/** The rate of a kind of tutor whose words are not in the post, or whose amounts are not in its words. */
export const RATE_BREAKDOWN_UNSUPPORTED: Check<AssignmentFields> = {
  rule: "rate_breakdown_unsupported",
  field: "rate_breakdown",
  find: ({ rate_breakdown }, text) => {
    const odd = Object.entries(rate_breakdown).find(([, rate]) => !isOffer(rate, text));
    return odd ? truncateText(`${odd[0]}: ${odd[1].original_text}`, EVIDENCE_LENGTH) : null;
  },
  drop: (fields, text) => ({
    ...fields,
    rate_breakdown: Object.fromEntries(
      Object.entries(fields.rate_breakdown).filter(([, rate]) => isOffer(rate, text)),
    ),
  }),
};

type Rate = AssignmentFields["rate"];

/** A check of the amounts, where there are any; both are taken out, for one alone would say something else ("from" or "up to"). */
function rateCheck(rule: string, find: (rate: Rate) => string | null): Check<AssignmentFields> {
  return {
    rule,
    field: "rate",
    find: ({ rate }) => rate.min === null && rate.max === null ? null : find(rate),
    drop: (fields) => ({ ...fields, rate: { ...fields.rate, min: null, max: null } }),
  };
}

function isOffer(
  { min, max, original_text }: AssignmentFields["rate_breakdown"][string],
  text: string,
): boolean {
  return isVerbatim(original_text, text) &&
    [min, max].every((amount) => amount === null || holdsAmount(original_text, amount)) &&
    (min === null || max === null || min <= max);
}

function holdsAmount(text: string, amount: number): boolean {
  return (foldText(text.normalize("NFKC")).match(NUMBER) ?? []).some((number) =>
    Number(number.replaceAll(",", "")) === amount
  );
}

function showAmounts({ min, max }: Omit<Rate, "raw_text">): string {
  return `${min ?? ""}-${max ?? ""}`;
}
