import { escapeHtml } from "../text/escape_html.ts";

/**
 * The part of Markdown that our notebooks use, as HTML: headings, paragraphs, lists of one level, fenced code, and
 * `code`, **bold**, *emphasis* and links within a line. Anything else stays readable as text; HTML is escaped.
 */
export function markdownToHtml(markdown: string): string {
  const html: string[] = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? "";
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (line.trim() === "") at++;
    else if (line.startsWith("```")) {
      const end = lines.findIndex((other, index) => index > at && other.startsWith("```"));
      const code = lines.slice(at + 1, end < 0 ? undefined : end);
      html.push(`<pre><code>${escapeHtml(code.join("\n"))}</code></pre>`);
      at += code.length + 2;
    } else if (heading) {
      const level = heading[1]?.length;
      html.push(`<h${level}>${inlineToHtml(heading[2] ?? "")}</h${level}>`);
      at++;
    } else {
      const block = takeBlock(lines, at);
      html.push(blockToHtml(block));
      at += block.length;
    }
  }
  return html.join("\n");
}

const BULLET = /^\s*[-*]\s+/;
const NUMBER = /^\s*\d+[.)]\s+/;

/** The lines of a paragraph or list: up to an empty line, a heading, a fence, or where a list begins. */
function takeBlock(lines: readonly string[], start: number): string[] {
  const isList = (line: string) => BULLET.test(line) || NUMBER.test(line);
  const startsAsList = isList(lines[start] ?? "");
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) =>
    line.trim() === "" || line.startsWith("```") || /^#{1,6}\s/.test(line) || (!startsAsList && isList(line))
  );
  return lines.slice(start, end < 0 ? undefined : start + 1 + end);
}

function blockToHtml(block: readonly string[]): string {
  const marker = [BULLET, NUMBER].find((pattern) => pattern.test(block[0] ?? ""));
  if (marker === undefined) return `<p>${inlineToHtml(block.join("\n"))}</p>`;
  const items: string[] = [];
  for (const line of block) {
    if (marker.test(line)) items.push(line.replace(marker, ""));
    else items.push(`${items.pop()}\n${line.trim()}`);
  }
  const tag = marker === BULLET ? "ul" : "ol";
  return `<${tag}>${items.map((item) => `<li>${inlineToHtml(item)}</li>`).join("")}</${tag}>`;
}

function inlineToHtml(text: string): string {
  return text.split(/(`[^`]+`)/).map((part, index) =>
    index % 2 === 1 ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : escapeHtml(part)
      .replace(/\[([^\]]+)\]\((https?:[^()\s]+)\)/g, '<a href="$2">$1</a>')
      .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
      .replace(/\*([^*\s][^*]*)\*/g, "<em>$1</em>")
  ).join("");
}
