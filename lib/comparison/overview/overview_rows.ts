import { formatPercent, formatUsd } from "../../runtime/format_number.ts";
import type { Cell } from "../../runtime/format_table.ts";
import type { ComparedVersion } from "../comparison_schema.ts";
import { formatPoints } from "../differences/format_difference.ts";
import { describeReplays } from "../replay/describe_replays.ts";
import type { Overview, OverviewCell, OverviewVersion } from "./overview_schema.ts";

const CHOSEN_MARK = "†";

/** The header of {@linkcode overviewFieldRows}. */
export function overviewFieldHeader({ versions }: Overview): string[] {
  return ["field", ...versions.map(markedVersion)];
}

/** The name of a version, with a mark where its figures hold for chosen posts only. */
export function markedVersion({ version, replays }: Pick<OverviewVersion, "version" | "replays">): string {
  return replays.length === 0 ? version : `${version} ${CHOSEN_MARK}`;
}

/** What the mark at a version says, in sentences; nothing where no version has it. */
export function describeChosen({ versions }: Overview): string[] {
  const marked = versions.filter(({ replays }) => replays.length > 0);
  // Where A has chosen posts only, each version lists the same.
  const replays = new Map(
    marked.flatMap(({ replays }) => replays).map((replay) => [JSON.stringify(replay), replay]),
  );
  if (marked.length === 0) return [];
  return [
    `${CHOSEN_MARK} Compared over chosen posts only: ${marked.map(({ version }) => version).join(", ")}.`,
    ...describeReplays([...replays.values()]),
  ];
}

/** A row for each field that any version fills: a cell a version, such as `+3.2* 96.4 % better`. */
export function overviewFieldRows({ fields, versions }: Overview): Cell[][] {
  const rows = Object.entries(fields)
    .filter(([, cells]) => cells.some(({ agreement }) => agreement !== null))
    .map(([path, cells]): Cell[] => [path, ...cells.map(describeCell)]);
  if (versions.every(({ labels_macro }) => labels_macro === null)) return rows;
  const means = versions.map(({ labels_macro }) =>
    labels_macro === null
      ? ""
      : `${formatPoints(labels_macro.points)} ${labels_macro.finding === "alike" ? "" : labels_macro.finding}`
        .trim()
  );
  return [...rows, ["right by labels, mean", ...means]];
}

function describeCell({ coverage, agreement, noise, label }: OverviewCell): string {
  if (coverage === null || agreement === null) return "";
  const mark = coverage.finding === "more" || coverage.finding === "less" ? "*" : " ";
  const words = [
    ...(noise?.finding === "within_noise" && agreement !== 1 ? ["noise"] : []),
    ...(label?.finding === "better" || label?.finding === "worse" ? [label.finding] : []),
  ];
  return [formatPoints(coverage.points).padStart(6) + mark, formatPercent(agreement).padStart(7), ...words]
    .join(" ");
}

/** What the cells say, in sentences. */
export function describeOverview({ a, fields, versions, noise_version }: Overview): string[] {
  const cells = Object.values(fields).flat();
  return [
    `Each against ${a.version}: coverage in points, * where more or less is beyond chance, and the share of equal values. ` +
    `p-values are adjusted for all fields of all ${versions.length} versions.`,
    ...(noise_version === null
      ? []
      : [`noise: differs from ${a.version} no more than its further run ${noise_version}.`]),
    ...(cells.some(({ label }) => label !== null)
      ? ["better, worse: by the labels; without either word they decide nothing."]
      : []),
  ];
}

/** The header of {@linkcode overviewVersionRows}. */
export const OVERVIEW_VERSION_HEADER = ["version", "ok", "skipped", "failed", "compared", "cost", "tokens"];

/** A row for A and one for each version: its messages of the window, the assignments compared with A, and what its outputs took. */
export function overviewVersionRows({ a, versions }: Overview): Cell[][] {
  return [
    versionRow(a, a.version, null),
    ...versions.map((version: OverviewVersion) =>
      versionRow(version, markedVersion(version), version.both_ok)
    ),
  ];
}

function versionRow(
  { is_live, statuses, usage }: ComparedVersion,
  name: string,
  compared: number | null,
): Cell[] {
  return [
    is_live ? `${name} (live)` : name,
    statuses.ok,
    statuses.skipped,
    statuses.failed,
    compared,
    usage === null ? "nothing" : usage.cost_usd === null ? "not known" : formatUsd(usage.cost_usd),
    usage && usage.prompt_tokens + usage.completion_tokens,
  ];
}
