const ESCAPE_OR_CONTROL = /\\(?:x([0-9A-Fa-f]{2})|[^])|\p{Cc}/gu;

/** A JSON value and the valid JSON text it was read from. */
export interface ParsedJson {
  readonly value: unknown;
  readonly json: string;
}

/**
 * Parses a piece of an export. Telegram Desktop writes control characters as `\x0B`, which is no JSON: where the
 * plain parse fails, these and raw control characters (NUL among them) are rewritten as `\u000B`, and nothing else.
 *
 * @throws {SyntaxError} If the text is not JSON after that either.
 */
export function parseExportJson(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text), json: text };
  } catch {
    const json = text.replace(ESCAPE_OR_CONTROL, repairEscape);
    return { value: JSON.parse(json), json };
  }
}

function repairEscape(match: string, hex: string | undefined): string {
  if (hex !== undefined) return `\\u00${hex}`;
  // Line breaks and tabs may stand between the values; JSON has nothing against DEL and the C1 controls.
  const isLegal = match.length > 1 || match >= "\x7f" || /[\t\n\r]/.test(match);
  return isLegal ? match : `\\u${match.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
