#!/usr/bin/env -S deno run -A
/**
 * Make a version live, or return to the one that was live before.
 *
 * Reads   telegram_extractions, telegram_messages_raw, pipeline_versions
 * Writes  pipeline_versions.promoted_at, by one UPDATE; the view live_assignments follows at once
 * Sends   nothing
 * Costs   nothing
 *
 * Outputs are not touched, so ROLLBACK undoes a promotion at any time. A version that would show fewer assignments than the live one
 * is refused without ALLOW_SHRINK, one with unfinished jobs without ALLOW_UNFINISHED.
 */
import { planPromotion, planRollback } from "../lib/delivery/promote_version.ts";
import { promotionRows } from "../lib/delivery/promotion_rows.ts";
import { UserError } from "../lib/core/errors.ts";
import { runMode } from "../lib/runtime/mode.ts";
import { option } from "../lib/runtime/option.ts";
import { openDatabase } from "../lib/store/database.ts";
import * as z from "zod";

const VERSION: string | null = null; // "rules_v2"
const ROLLBACK: boolean | null = null; // true: return to the version promoted before the live one
const ALLOW_SHRINK: boolean | null = null; // true: although fewer assignments would be shown
const ALLOW_UNFINISHED: boolean | null = null; // true: although jobs of it are pending
const DRY_RUN: boolean | null = null; // true: only show what would change

await runMode({
  name: "promote",
  does: "make a version live, or roll back",
  reads: "telegram_extractions, telegram_messages_raw, pipeline_versions",
  writes: "pipeline_versions.promoted_at",
  options: {
    VERSION: option(z.string().min(1), {
      default: null,
      does: "The version to make live.",
      example: "rules_v2",
    }),
    ROLLBACK: option(z.boolean(), {
      default: false,
      does: "Return to the version promoted before the live one.",
    }),
    ALLOW_SHRINK: option(z.boolean(), { default: false, does: "Although fewer assignments would be shown." }),
    ALLOW_UNFINISHED: option(z.boolean(), { default: false, does: "Although jobs of it are not finished." }),
    DRY_RUN: option(z.boolean(), { default: false, does: "Only show what would change." }),
  },
  constants: { VERSION, ROLLBACK, ALLOW_SHRINK, ALLOW_UNFINISHED, DRY_RUN },
}, async ({ options, settings, print, printTable }) => {
  if (options.ROLLBACK === (options.VERSION !== null)) {
    throw new UserError("Cannot promote: name what to do, either --version NAME or --rollback");
  }
  await using database = await openDatabase(settings);
  const plan = options.VERSION === null ? await planRollback(database.sql) : await planPromotion(
    database.sql,
    options.VERSION,
    { allowShrink: options.ALLOW_SHRINK, allowUnfinished: options.ALLOW_UNFINISHED },
  );

  printTable(["assignments", "count"], promotionRows(plan));
  if (plan.from === plan.to) {
    print(`"${plan.to}" is live already; nothing to do.`);
    return;
  }
  if (plan.obstacle !== null) throw new UserError(`Cannot promote "${plan.to}": ${plan.obstacle}`);
  if (options.DRY_RUN) {
    print(
      `Dry run: "${plan.to}" would be live instead of ${plan.from === null ? "none" : `"${plan.from}"`}.`,
    );
    return;
  }
  await plan.apply();
  print(`"${plan.to}" is live now${plan.from === null ? "" : `, "${plan.from}" no longer`}.`);
  if (!options.ROLLBACK && plan.from !== null) print("To undo: deno task promote --rollback");
});
