import { escapeHtml } from "../../text/escape_html.ts";

/** A part of report.html with a heading and an entry in the contents. */
export interface ReportSection {
  /** Part of the page's address: letters and dashes. */
  readonly id: string;
  /** Plain text. */
  readonly title: string;
  /** What stands below the heading; the section is left out where it is empty. */
  readonly html: string;
}

/** The entries of the contents, which wrap on a phone. */
export function contentsHtml(sections: readonly ReportSection[]): string {
  return `<nav id="contents" aria-label="Contents"><ol>${
    sections.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`).join("")
  }</ol></nav>`;
}

/** The sections one after the other, each with a way back to the contents. */
export function sectionsHtml(sections: readonly ReportSection[]): string {
  return sections.map(({ id, title, html }) =>
    `<section aria-labelledby="${id}"><h2 id="${id}">${
      escapeHtml(title)
    } <a class="up" href="#contents" aria-label="to the contents">↑</a></h2>
${html}</section>`
  ).join("\n");
}
