import { formatCount } from "../../runtime/format_number.ts";
import { normalQuantile } from "../../stats/normal.ts";
import { NOTICEABLE_POINTS } from "../compare_paired_counts.ts";
import type { Comparison, CoverageTest } from "../comparison_schema.ts";
import { describeField } from "../describe_field.ts";
import { formatFieldWords } from "../field_words.ts";
import { FEW_CLUSTERS, formatInterval, formatPoints } from "../differences/format_difference.ts";
import type { Gate } from "./gate_schema.ts";
import { decisiveReplays } from "../replay/describe_replays.ts";
import { NOTICEABLE_LABEL_POINTS } from "../labels/label_finding.ts";
import type { LabelMacro, LabelTest } from "../labels/label_test_schema.ts";
import { type GateRule, MACRO } from "./parse_gate.ts";

/** Rules for B against A. */
export interface GateRequest {
  readonly rules: readonly GateRule[];
  /** Points that B may lose; null: the smallest difference that matters, by labels and of coverage. */
  readonly marginPoints: number | null;
}

type Evaluated = Omit<Gate, "rules" | "passed">;
type Compared = Pick<Comparison, "fields" | "labels" | "labels_macro" | "a" | "b" | "replays" | "left_out">;
interface Verdict {
  readonly result: Gate["rules"][number]["result"];
  readonly reason: string;
}

/** How often a true difference as large as the margin is to be told. */
const [LEVEL, POWER] = [0.975, 0.8];

/**
 * Judges every rule by the figures of a comparison. What is undecided for want of data does not pass, nor does anything where the
 * figures are of posts that were chosen by their outcome.
 */
export function evaluateGate(comparison: Compared, { rules, marginPoints }: GateRequest): Gate {
  const margins = {
    label_margin: marginPoints ?? NOTICEABLE_LABEL_POINTS,
    coverage_margin: marginPoints ?? NOTICEABLE_POINTS,
  };
  const chosen = chosenSides(comparison);
  const judged = rules.map((rule) => {
    const { result, reason } = chosen === ""
      ? judge(comparison, rule, margins)
      : undecided(`${chosen} only posts chosen because versions disagree on them`);
    return {
      rule: `${rule.target}:${rule.requirement}`,
      result,
      passed: result === "passed",
      reason: `${result}: ${reason}`,
    };
  });
  return { ...margins, rules: judged, passed: judged.every(({ passed }) => passed) };
}

/** `B holds`, of the versions that have only chosen posts; empty where none has. */
function chosenSides(comparison: Compared): string {
  const chosen = new Set(decisiveReplays(comparison).map(({ version }) => version));
  const sides = (["a", "b"] as const).filter((side) => chosen.has(comparison[side].version));
  const names = sides.map((side) => side.toUpperCase()).join(" and ");
  return sides.length === 0 ? "" : `${names} ${sides.length === 1 ? "holds" : "hold"}`;
}

function judge(comparison: Compared, { target, requirement }: GateRule, margins: Evaluated): Verdict {
  if (requirement === "better" || requirement === "not_worse" || target === MACRO) {
    const test = target === MACRO ? comparison.labels_macro : comparison.labels[target]?.test ?? null;
    if (test === null) {
      const { a, b } = comparison;
      return undecided(
        `no label of ${
          target === MACRO ? "any field" : "it"
        }; label some: deno task label --a ${a.version} --b ${b.version}`,
      );
    }
    if (requirement === "better") return judgeBetter(test);
    return requirement === "alike"
      ? judgeAlikeRight(test)
      : judgeNotWorse(test, margins.label_margin, disagreementsOf(comparison, target));
  }
  const field = comparison.fields[target];
  const test = field?.coverage_test ?? null;
  if (field === undefined || test === null) return undecided("no pair has an output in both versions");
  if (requirement === "alike") {
    const words = describeField(field.both_ok, test.finding);
    const result = words.includes("alike") ? "passed" : words.every(isOpen) ? "undecided" : "failed";
    return {
      result,
      reason: `${formatFieldWords(words)}, coverage ${coverageFigures(test)}${missingPairs(test)}`,
    };
  }
  return judgeCoverage(test, requirement === "fills_more" ? null : margins.coverage_margin);
}

function isOpen(word: string): boolean {
  return word === "undecided" || word === "empty";
}

function judgeBetter(test: LabelTest | LabelMacro): Verdict {
  const figures = labelFigures(test);
  if (test.finding === "better") return { result: "passed", reason: figures };
  if (test.finding !== "undecided" || (test.high !== null && test.high <= 0)) {
    return { result: "failed", reason: figures };
  }
  return undecided(`${figures}${missingLabels(test.more_labels)}`);
}

function judgeAlikeRight(test: LabelTest | LabelMacro): Verdict {
  const figures = labelFigures(test);
  if (test.finding === "undecided") return undecided(`${figures}${missingLabels(test.more_labels)}`);
  return { result: test.finding === "alike" ? "passed" : "failed", reason: figures };
}

/**
 * Whether B is not inferior by the margin or more: where the whole interval is above it. Being worse by less than the margin passes.
 *
 * @param disagreements In the compared pairs.
 */
function judgeNotWorse(test: LabelTest | LabelMacro, margin: number, disagreements: number): Verdict {
  const figures = `${labelFigures(test)}, may lose ${formatCount(margin)}`;
  if (!test.weighted && test.differing === 0 && disagreements > 0) {
    return undecided(`${figures}; no label is of a post on which they disagree`);
  }
  if (test.low !== null && test.low > -margin) return { result: "passed", reason: figures };
  if (test.finding === "worse" || (test.high !== null && test.high <= -margin)) {
    return { result: "failed", reason: figures };
  }
  return undecided(`${figures}${missingLabels(labelsForMargin(test, margin))}`);
}

function judgeCoverage(test: CoverageTest, margin: number | null): Verdict {
  const figures = coverageFigures(test);
  if (margin === null) {
    if (test.finding === "more") return { result: "passed", reason: figures };
    return test.finding === "undecided"
      ? undecided(`${figures}${missingPairs(test)}`)
      : { result: "failed", reason: figures };
  }
  const reason = `${figures}, may lose ${formatCount(margin)}`;
  if (test.low !== null && test.low > -margin) return { result: "passed", reason };
  return test.finding === "less" || (test.high !== null && test.high <= -margin)
    ? { result: "failed", reason }
    : undecided(`${reason}${missingPairs(test)}`);
}

function undecided(reason: string): Verdict {
  return { result: "undecided", reason };
}

/** Pairs on which the versions disagree, in a field or in all. */
function disagreementsOf({ fields }: Compared, target: string): number {
  const counts = target === MACRO ? Object.values(fields) : [fields[target]];
  return counts.reduce((sum, field) => {
    if (field === undefined) return sum;
    const { only_a, only_b, different } = field.both_ok;
    return sum + only_a + only_b + different;
  }, 0);
}

function labelFigures(test: LabelTest | LabelMacro): string {
  const kind = test.weighted ? "drawn labels" : "labels";
  return `${differenceOf(test)}, over ${formatCount(test.labels)} ${kind} of ${clustersOf(test.clusters)}`;
}

function coverageFigures(test: CoverageTest): string {
  return `${differenceOf(test)}, over ${formatCount(test.pairs)} pairs of ${clustersOf(test.clusters)}`;
}

function differenceOf(test: Parameters<typeof formatInterval>[0] & { readonly points: number }): string {
  return `${formatPoints(test.points)} points, ${test.low === null ? "no interval" : formatInterval(test)}`;
}

function clustersOf(clusters: number): string {
  const few = clusters < FEW_CLUSTERS ? " (few)" : "";
  return `${formatCount(clusters)} channel-${clusters === 1 ? "day" : "days"}${few}`;
}

function missingLabels(more: number | null): string {
  return more === null ? "; posts of more days would tell" : `; about ${formatCount(more)} more labels`;
}

function missingPairs({ finding, more_pairs: more }: CoverageTest): string {
  if (finding !== "undecided") return "";
  return more === null ? "; pairs of more days would tell" : `; about ${formatCount(more)} more pairs`;
}

/** Labels that are missing for an interval so narrow that equals pass 4 times of 5; null where there are as many. */
function labelsForMargin({ labels, low, high }: LabelTest | LabelMacro, margin: number): number | null {
  if (low === null || high === null) return null;
  const standardError = (high - low) / 2 / normalQuantile(LEVEL);
  const needed = labels * (standardError * (normalQuantile(LEVEL) + normalQuantile(POWER)) / margin) ** 2;
  return needed > labels ? Math.ceil(needed - labels) : null;
}
