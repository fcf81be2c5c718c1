/** A stretch of a message's text with its formatting, as Telegram's exports write it. */
export interface TextPart {
  readonly type: "plain" | "bold" | "hashtag" | "mention" | "link";
  readonly text: string;
}

const MARKS =
  /https?:\/\/[^\s)]+|(?<=^|[\s(])(?:@[a-z][a-z0-9_]{4,31}\b|#[\p{L}\p{N}_]*[\p{L}_][\p{L}\p{N}_]*)/gu;

/** Splits lines into stretches; together they are the lines joined by newlines. Nothing is nested. */
export function splitTextParts(
  lines: readonly { readonly text: string; readonly bold: boolean }[],
): TextPart[] {
  const parts: TextPart[] = [];
  let plain = "";
  const flush = () => {
    if (plain !== "") parts.push(...markParts(plain));
    plain = "";
  };
  lines.forEach(({ text, bold }, index) => {
    const newline = index > 0 ? "\n" : "";
    if (!bold) {
      plain += newline + text;
      return;
    }
    plain += newline;
    flush();
    parts.push({ type: "bold", text });
  });
  flush();
  return parts;
}

/** Telegram marks links, mentions and hashtags by itself. */
function markParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKS)) {
    if (match.index > end) parts.push({ type: "plain", text: text.slice(end, match.index) });
    const type = match[0].startsWith("@") ? "mention" : match[0].startsWith("#") ? "hashtag" : "link";
    parts.push({ type, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ type: "plain", text: text.slice(end) });
  return parts;
}

/** The stretches of a text without lines of its own. */
export function plainTextParts(text: string): TextPart[] {
  return text === "" ? [] : markParts(text);
}
