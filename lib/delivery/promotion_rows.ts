import type { Cell } from "../runtime/format_table.ts";
import type { PromotionPlan } from "./promote_version.ts";

/** What a change of the live version does to the assignments that are shown; each block adds up. */
export function promotionRows({ from, to, coverage }: PromotionPlan): Cell[][] {
  const rows: Cell[][] = [
    [`shown now (${from ?? "no version is live"})`, coverage.live],
    ["gained", coverage.gained],
    ["lost", coverage.lost],
    [`shown then (${to})`, coverage.candidate],
  ];
  const lost: Cell[][] = [
    ["lost: finds fewer in a post", coverage.lost_in_part],
    ["lost: skipped by it", coverage.lost_skipped],
    ["lost: failed in it", coverage.lost_failed],
    ["lost: not finished in it", coverage.lost_unfinished],
    ["lost: never enqueued in it", coverage.lost_never_enqueued],
  ];
  const jobs: Cell[][] = [
    [`jobs of ${to}: ok`, coverage.ok],
    [`jobs of ${to}: skipped`, coverage.skipped],
    [`jobs of ${to}: failed`, coverage.failed],
    [`jobs of ${to}: not finished`, coverage.unfinished],
  ];
  return [...rows, ...lost.filter(([, count]) => count !== 0), ...jobs];
}
