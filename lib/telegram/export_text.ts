/**
 * The plain text of an exported message: `text` is a string, or a list of strings and entities
 * (`{ type: "bold", text: "..." }`), which are joined.
 */
export function parseExportText(text: unknown): string {
  if (typeof text === "string") return text;
  if (!Array.isArray(text)) return "";
  return text.map((part: unknown) => (typeof part === "string" ? part : entityText(part))).join("");
}

/**
 * The plain text of a `rich_message`, which builds of 2026 write in place of `text`: all texts in it, at whatever depth,
 * in their order; what stands under `text` is joined, the elements of other lists are lines.
 *
 * @param levels So deep is looked. Nobody writes deeper, and what is must not exhaust the stack.
 */
export function parseRichText(rich: unknown, levels = 200): string {
  if (typeof rich === "string") return rich;
  if (typeof rich !== "object" || rich === null || levels === 0) return "";
  const parse = (part: unknown) => parseRichText(part, levels - 1);
  if (Array.isArray(rich)) return rich.map(parse).filter((line) => line !== "").join("\n");
  const parts = Object.entries(rich).map(([key, value]: [string, unknown]) => {
    if (key !== "text") return typeof value === "string" ? "" : parse(value);
    return Array.isArray(value) ? value.map(parse).join("") : parse(value);
  });
  return parts.filter((part) => part !== "").join("\n");
}

function entityText(part: unknown): string {
  return typeof part === "object" && part !== null && "text" in part && typeof part.text === "string"
    ? part.text
    : "";
}

/** The entities of an exported message as the source gives them, plain parts included; null if it is all plain. */
export function parseExportEntities(textEntities: unknown, text: unknown): unknown[] | null {
  const entities = Array.isArray(textEntities) ? textEntities : text;
  return Array.isArray(entities) && entities.some(isFormatted) ? entities : null;
}

function isFormatted(part: unknown): boolean {
  return typeof part === "object" && part !== null && "type" in part && part.type !== "plain";
}
