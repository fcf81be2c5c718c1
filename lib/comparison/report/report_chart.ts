import type { HtmlOutput } from "../../notebook/html_output.ts";

/** Below 50rem the page shows the chart that was drawn for a phone; report_page.css says so. */
const WIDE = 940;
const PHONE = 346;

/** A chart in report.html, drawn for a wide screen and for a phone, of which the page shows one. */
export function chartFigure(draw: (size: { readonly width: number }) => HtmlOutput): string {
  return `<figure class="chart"><div class="on-wide">${
    draw({ width: WIDE }).html
  }</div><div class="on-phone">${draw({ width: PHONE }).html}</div></figure>`;
}
