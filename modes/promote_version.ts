#!/usr/bin/env -S deno run -A
/**
 * Make a version live, or return to the one that was live before.
 *
 * Reads   telegram_extractions, telegram_messages_raw, pipeline_versions
 * Writes  pipeline_versions.promoted_at, by one UPDATE; the view live_assignments follows at once. Then assignment_links:
 *         which posts repeat others, and which are of one assignment although of different agencies
 * Sends   nothing
 * Costs   nothing
 *
 * Outputs are not touched, so ROLLBACK undoes a promotion at any time. A version that would show fewer assignments than the live one
 * is refused without ALLOW_SHRINK, one with unfinished jobs without ALLOW_UNFINISHED. Linking goes on where it was stopped, and for
 * what was extracted since, when the live version is promoted again.
 */
import { linkAssignments } from "../lib/delivery/link_assignments.ts";
import { planPromotion, planRollback } from "../lib/delivery/promote_version.ts";
import { promotionRows } from "../lib/delivery/promotion_rows.ts";
import { UserError } from "../lib/core/errors.ts";
import { DOMAIN } from "../lib/extraction/current_domain.ts";
import { formatCount } from "../lib/runtime/format_number.ts";
import { type Mode, runMode } from "../lib/runtime/mode.ts";
import { option } from "../lib/runtime/option.ts";
import { openDatabase, type Sql } from "../lib/store/database.ts";
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
  writes: "pipeline_versions.promoted_at, assignment_keys, assignment_links",
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
}, async (mode) => {
  const { options, settings, print, printTable } = mode;
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
  const isLive = plan.from === plan.to;
  if (isLive) print(`"${plan.to}" is live already.`);
  if (plan.obstacle !== null) throw new UserError(`Cannot promote "${plan.to}": ${plan.obstacle}`);
  if (options.DRY_RUN) {
    if (isLive) return;
    print(
      `Dry run: "${plan.to}" would be live instead of ${plan.from === null ? "none" : `"${plan.from}"`}.`,
    );
    return;
  }
  await plan.apply();
  if (!isLive) {
    print(`"${plan.to}" is live now${plan.from === null ? "" : `, "${plan.from}" no longer`}.`);
    if (!options.ROLLBACK && plan.from !== null) print("To undo: deno task promote --rollback");
  }
  await link(mode, database.sql);
});

async function link(
  mode: Pick<Mode<Record<never, never>>, "signal" | "print" | "progress">,
  sql: Sql,
): Promise<void> {
  using progress = mode.progress({ label: "Link", unit: "posts" });
  const { posts, written, removed, unreadable } = await linkAssignments(sql, DOMAIN, {
    since: null,
    signal: mode.signal,
    onPage: (soFar) => void (progress.done = soFar.posts),
  });
  progress.end();
  mode.print(
    `Linked ${formatCount(posts)} posts that were new or changed: ${formatCount(written)} links written, ${
      formatCount(removed)
    } removed.`,
  );
  if (unreadable > 0) {
    mode.print(
      `${
        formatCount(unreadable)
      } assignments stand for themselves: their outputs are of another schema than this checkout's; ` +
        "force them to be extracted again, or promote a newer version.",
    );
  }
  mode.signal.throwIfAborted();
}
