import { formatCount } from "../runtime/format_number.ts";
import type { VersionExtent } from "../store/load_version_extent.ts";
import type { ComparedVersion, Comparison } from "./comparison_schema.ts";

/** A compared version and all it has, within the window and the channels of the comparison or not. */
interface Side {
  readonly compared: ComparedVersion;
  readonly extent: VersionExtent;
}

/**
 * Says of a comparison that found no post with an output in both versions what each of them has, and what to run.
 *
 * @param extentA, extentB What the versions have over all dates and channels.
 */
export function describeNothing(
  comparison: Comparison,
  extentA: VersionExtent,
  extentB: VersionExtent,
): string[] {
  const { window, channel_ids } = comparison;
  const isNarrowed = window.since !== null || window.until !== null || channel_ids !== null;
  const a = { compared: comparison.a, extent: extentA };
  const b = { compared: comparison.b, extent: extentB };
  return [
    `Nothing to compare: no post${
      isNarrowed ? " here" : ""
    } has an output of the same text in both versions.`,
    `  A is ${describeSide(a, isNarrowed)}`,
    `  B is ${describeSide(b, isNarrowed)}`,
    ...describeSteps(comparison, [a, b]),
  ];
}

function describeSide({ compared: { version, statuses }, extent }: Side, isNarrowed: boolean): string {
  const here = Object.entries(statuses).filter(([, count]) => count > 0)
    .map(([status, count]) => `${formatCount(count)} ${status}`).join(", ");
  const [first, last] = [extent.first, extent.last].map((date) => date?.toISOString().slice(0, 10) ?? "?");
  const all = extent.messages === 0
    ? "no job at all"
    : `${formatCount(extent.messages)} jobs in all, for posts of ${first} to ${last}`;
  return isNarrowed ? `${version}: ${here || "no job"} here; ${all}` : `${version}: ${here || all}`;
}

function describeSteps({ window, compared, left_out }: Comparison, sides: readonly Side[]): string[] {
  const flags = [["--since-iso", window.since], ["--until-iso", window.until]]
    .map(([flag, value]) => (value === null ? "" : ` ${flag} ${value}`)).join("");
  const steps = sides.flatMap(({ compared: { version, statuses } }) => {
    const isEnqueued = countJobs(statuses) > 0 && left_out.read_different_texts === 0;
    const isDrained = isEnqueued && statuses.pending + statuses.processing === 0;
    return [
      ...(isEnqueued ? [] : [`  deno task enqueue --pipeline-version-override ${version}${flags}`]),
      ...(isDrained ? [] : [`  deno task drain --pipeline-version-override ${version}`]),
    ];
  });
  if (steps.length === 0) {
    if (left_out.only_a_splits + left_out.only_b_splits > 0) {
      return ["One finds several assignments in each post, the other one: summary.json counts them."];
    }
    return [
      compared === 0 ? "They have no post in common." : "Each post was skipped or failed in one or both.",
    ];
  }
  const hasOthers = sides.some(({ compared, extent }) => countJobs(compared.statuses) < extent.messages);
  return [
    "Run",
    ...steps,
    ...(hasOthers ? ["or choose dates and channels in which both have outputs."] : []),
  ];
}

function countJobs(statuses: ComparedVersion["statuses"]): number {
  return Object.values(statuses).reduce((sum, count) => sum + count, 0);
}
