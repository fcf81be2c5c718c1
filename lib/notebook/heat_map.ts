import * as Plot from "@observablehq/plot";
import { formatCount } from "../runtime/format_number.ts";
import { truncateText } from "../text/truncate_text.ts";
import { CHART_WIDTH, type ChartFrame, chartSvg, framedOutput, textWidth } from "./chart_output.ts";
import type { HtmlOutput } from "./html_output.ts";

/** A share of some cases. */
export interface HeatCell {
  readonly row: string;
  readonly column: string;
  /** Of 1; null where there are no cases, which leaves the cell empty. */
  readonly share: number | null;
  /** How many cases it is a share of. */
  readonly n: number;
}

const CELL_HEIGHT = 24;
const NARROWEST_CELL = 26;
const WIDEST_CELL = 64;
/** A cell this wide has room for how many cases it is of. */
const WIDTH_FOR_N = 44;
const LONGEST_COLUMN = 30;

/** From where all is well, which is pale, to where nothing is; whoever sees no hue sees the lightness. */
const PALE = [238, 241, 244] as const;
const STRONG = [122, 40, 98] as const;

/**
 * Shares by row and column, the smaller the darker, in whole percent. Columns that do not fit beside each other continue in a panel
 * below. Cells hold their own ground and ink, so that they read alike on a light page, on a dark one and on paper.
 */
export function heatMap(cells: readonly HeatCell[], frame: ChartFrame = {}): HtmlOutput {
  const { width = CHART_WIDTH } = frame;
  const rows = [...new Set(cells.map(({ row }) => row))];
  const columns = [...new Set(cells.map(({ column }) => column))];
  const labelWidth = textWidth(rows) + 14;
  const perPanel = Math.max(1, Math.floor((width - labelWidth) / NARROWEST_CELL));
  const panelCount = Math.ceil(columns.length / perPanel);
  const inPanel = Math.ceil(columns.length / Math.max(1, panelCount));
  const panels = Array.from(
    { length: panelCount },
    (_, index) => columns.slice(index * inPanel, (index + 1) * inPanel),
  );
  const cellWidth = Math.min(WIDEST_CELL, (width - labelWidth) / Math.max(1, inPanel));
  return framedOutput(
    panels.map((panel) =>
      panelSvg(
        cells.filter(({ column }) => panel.includes(column)),
        rows,
        panel,
        { labelWidth, cellWidth },
        frame,
      )
    ),
    frame,
    cells.map(({ row, column, share, n }) => `${row}\t${column}\t${wholePercent(share)}\tn ${n}`).join("\n"),
  );
}

function panelSvg(
  cells: readonly HeatCell[],
  rows: readonly string[],
  columns: readonly string[],
  { labelWidth, cellWidth }: { readonly labelWidth: number; readonly cellWidth: number },
  frame: ChartFrame,
): string {
  const names = columns.map((column) => truncateText(column, LONGEST_COLUMN));
  const marginTop = textWidth(names) + 14;
  const withN = cellWidth >= WIDTH_FOR_N;
  const height = withN ? CELL_HEIGHT + 8 : CELL_HEIGHT;
  const filled = cells.filter(({ share }) => share !== null);
  const ink = ({ share }: HeatCell) => (share ?? 1) > 0.5 ? "#14181f" : "#ffffff";
  return chartSvg(
    {
      width: labelWidth + cellWidth * columns.length,
      height: marginTop + rows.length * height + 8,
      marginTop,
      marginLeft: labelWidth,
      marginRight: 2,
      marginBottom: 8,
      x: { domain: columns, type: "band", label: null, padding: 0.04 },
      y: { domain: rows, type: "band", label: null, padding: 0.06 },
      marks: [
        Plot.axisX({
          anchor: "top",
          tickRotate: -90,
          tickSize: 0,
          tickFormat: (column: string) => truncateText(column, LONGEST_COLUMN),
        }),
        Plot.axisY({ tickSize: 0 }),
        Plot.cell(filled, { x: "column", y: "row", fill: ({ share }: HeatCell) => shade(share ?? 1) }),
        Plot.text(filled, {
          x: "column",
          y: "row",
          text: ({ share }: HeatCell) => wholePercent(share),
          fill: ink,
          dy: withN ? -5 : 0,
        }),
        ...(withN
          ? [Plot.text(filled, {
            x: "column",
            y: "row",
            text: ({ n }: HeatCell) => formatCount(n),
            fill: ink,
            fillOpacity: 0.8,
            fontSize: 9.5,
            dy: 8,
          })]
          : []),
      ],
    },
    rows,
    frame,
  );
}

function shade(share: number): string {
  // The root tells small shares of disagreement apart from none.
  const strength = Math.sqrt(1 - share);
  return `rgb(${PALE.map((pale, at) => Math.round(pale + strength * ((STRONG[at] ?? 0) - pale))).join(",")})`;
}

/** Never 100 nor 0 where it is not quite so. */
function wholePercent(share: number | null): string {
  if (share === null) return "–";
  if (share > 0.995 && share < 1) return ">99";
  if (share > 0 && share < 0.005) return "<1";
  return String(Math.round(share * 100));
}
