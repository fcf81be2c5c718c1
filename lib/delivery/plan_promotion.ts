import type { PromotionCoverage } from "../store/promotion.ts";

/** What a person let pass on purpose. */
export interface PromotionAllowances {
  /** The candidate may show fewer assignments than the live version. */
  readonly allowShrink: boolean;
  /** The candidate may have jobs that are not finished. */
  readonly allowUnfinished: boolean;
}

/** What speaks against promoting a version, and what to do about it; null where nothing does. */
export function findPromotionObstacle(
  version: string,
  coverage: PromotionCoverage,
  { allowShrink, allowUnfinished }: PromotionAllowances,
): string | null {
  const { candidate, live, lost, unfinished } = coverage;
  if (candidate === 0) {
    return `it has no output to show; drain it first: deno task drain --pipeline-version-override ${version}`;
  }
  if (unfinished > 0 && !allowUnfinished) {
    return `${unfinished} of its jobs are not finished; drain it first: deno task drain --pipeline-version-override ${version}, ` +
      "or add --allow-unfinished";
  }
  if (candidate < live && !allowShrink) {
    return `it would show ${candidate} assignments where ${live} are shown now, and lose ${lost} of these; extract what is missing, ` +
      "or add --allow-shrink";
  }
  return null;
}
