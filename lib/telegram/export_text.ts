/**
 * The plain text of an exported message: `text` is a string, or a list of strings and entities
 * (`{ type: "bold", text: "..." }`), which are joined.
 */
export function parseExportText(text: unknown): string {
  if (typeof text === "string") return text;
  if (!Array.isArray(text)) return "";
  return text.map((part: unknown) => (typeof part === "string" ? part : entityText(part))).join("");
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
