import { createHash } from "node:crypto";
import { escapeHtml } from "../../text/escape_html.ts";
import { COMPARISON_COLORS } from "./comparison_colors.ts";
import { contentsHtml, type ReportSection, sectionsHtml } from "./report_section.ts";

/** What a page of results is made of. */
export interface ReportPage {
  /** Plain text. */
  readonly title: string;
  /** HTML above the contents: the heading and what it is about. */
  readonly header: string;
  /** Those that are empty are left out. */
  readonly sections: readonly ReportSection[];
}

/**
 * One HTML page that needs nothing else: no font, no picture, no network. Its one script, the search, is allowed by its hash; without
 * it everything can be read.
 */
export async function reportPage({ title, header, sections }: ReportPage): Promise<string> {
  const [style, script] = await Promise.all([readAsset("report_page.css"), readAsset("report_page.js")]);
  const shown = sections.filter(({ html }) => html !== "");
  const colors = Object.entries(COMPARISON_COLORS).map(([name, color]) => `--${name}:${color}`).join(";");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script)}">
<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title><style>:root{${colors}}
${style}</style></head><body>
<header>${header}
${contentsHtml(shown)}</header>
<main>
${sectionsHtml(shown)}
</main>
<script>${script}</script>
</body></html>
`;
}

/** Nothing is fetched, and no script runs but this one, whatever a post holds. */
function contentPolicy(script: string): string {
  const hash = createHash("sha256").update(script).digest("base64");
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

async function readAsset(name: string): Promise<string> {
  return await Deno.readTextFile(new URL(name, import.meta.url));
}
