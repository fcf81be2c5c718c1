import { wrapText } from "../runtime/wrap_text.ts";
import { escapeHtml } from "../text/escape_html.ts";

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
const PADDING = 8;
const TITLE_LINE = 20;
const CAPTION_LINE = 17;
const CAPTION_LETTER = 6.8;

/** One picture of several, one below the other, under their title and caption. */
export function stackSvgs(
  svgs: readonly string[],
  { title, caption }: { readonly title?: string; readonly caption?: string },
): string {
  const sizes = svgs.map(sizeOf);
  const width = Math.max(0, ...sizes.map((size) => size.width)) + 2 * PADDING;
  let y = PADDING;
  const parts: string[] = [];
  const write = (text: string, lineHeight: number, style: string) => {
    y += lineHeight;
    parts.push(`<text x="${PADDING}" y="${y - 5}" ${style}>${escapeHtml(text)}</text>`);
  };
  if (title !== undefined) write(title, TITLE_LINE, 'font-size="14" font-weight="600"');
  const columns = Math.floor((width - 2 * PADDING) / CAPTION_LETTER);
  for (const line of caption === undefined ? [] : wrapText(caption, columns)) {
    write(line, CAPTION_LINE, 'font-size="12.5" fill-opacity="0.75"');
  }
  svgs.forEach((svg, index) => {
    parts.push(asXml(svg).replace("<svg ", `<svg x="${PADDING}" y="${y}" `));
    y += sizes[index]?.height ?? 0;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + PADDING}" ` +
    `font-family="${FONT}" color="#1b1f24" fill="#1b1f24">${parts.join("")}</svg>`;
}

/** What an attribute may hold in HTML and not in XML. */
function asXml(svg: string): string {
  return svg.replaceAll(
    /="[^"]*"/g,
    (value) => value.replaceAll(/&(?!#?\w+;)/g, "&amp;").replaceAll("<", "&lt;"),
  ).replaceAll("&nbsp;", "&#160;");
}

function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const attribute = (name: string) => Number(new RegExp(`\\s${name}="([\\d.]+)"`).exec(svg)?.[1] ?? 0);
  return { width: attribute("width"), height: attribute("height") };
}
