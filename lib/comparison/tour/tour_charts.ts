import { columnChart } from "../../notebook/column_chart.ts";
import type { HtmlOutput } from "../../notebook/html_output.ts";
import { notice } from "../../notebook/notice.ts";
import type { Tour } from "./load_tour.ts";
import { NOTHING_STORED } from "./tour_rows.ts";

/** For a notebook: how many messages were posted, week by week, or day by day where they span a few weeks only. */
export function postedChart({ posted: { period, counts } }: Pick<Tour, "posted">): HtmlOutput {
  if (counts.length === 0) return notice(NOTHING_STORED);
  return columnChart(counts.map(({ since, messages }) => ({ label: since, value: messages })), {
    title: `Messages by ${period}`,
    columns: period === "day" ? "day (UTC)" : "week from Monday (UTC)",
    axis: "messages",
  });
}
