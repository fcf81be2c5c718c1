import { UserError } from "../core/errors.ts";
import type { Sql } from "../store/database.ts";
import { loadVersion } from "../store/load_version.ts";
import {
  loadPromotedVersions,
  loadPromotionCoverage,
  promote,
  type PromotionCoverage,
  takePromotionBack,
} from "../store/promotion.ts";
import { findPromotionObstacle, type PromotionAllowances } from "./plan_promotion.ts";

/** A change of the live version, before it is made. */
export interface PromotionPlan {
  /** The version that is live now, or null. */
  readonly from: string | null;
  readonly to: string;
  /** What `to` shows beside `from`. */
  readonly coverage: PromotionCoverage;
  /** Why it is refused, with the remedy; null where it may be made. */
  readonly obstacle: string | null;
  /** Makes the change, in one UPDATE. Does nothing where `to` is live already. */
  readonly apply: () => Promise<void>;
}

/**
 * Plans to make a version live; nothing is written until `apply`.
 *
 * @throws {UserError} If there is no such version.
 */
export async function planPromotion(
  sql: Sql,
  version: string,
  allowances: PromotionAllowances,
): Promise<PromotionPlan> {
  const { isLive } = await loadVersion(sql, version);
  const [from = null] = await loadPromotedVersions(sql);
  const coverage = await loadPromotionCoverage(sql, version, from);
  return {
    from,
    to: version,
    coverage,
    obstacle: isLive ? null : findPromotionObstacle(version, coverage, allowances),
    apply: async () => {
      if (!isLive) await promote(sql, version);
    },
  };
}

/**
 * Plans to return to the version that was promoted before the live one; nothing is written until `apply`. Coverage never
 * stands in the way: going back has to be easy.
 *
 * @throws {UserError} If no version is live, or none was promoted before it.
 */
export async function planRollback(sql: Sql): Promise<PromotionPlan> {
  const [from, to] = await loadPromotedVersions(sql);
  if (from === undefined) {
    throw new UserError(
      "Cannot roll back: no version is live; promote one: deno task promote --version NAME",
    );
  }
  if (to === undefined) {
    throw new UserError(
      `Cannot roll back: "${from}" is live and no version was promoted before it; ` +
        "promote the one you want: deno task promote --version NAME",
    );
  }
  return {
    from,
    to,
    coverage: await loadPromotionCoverage(sql, to, from),
    obstacle: null,
    apply: () => takePromotionBack(sql, from),
  };
}
