/** Telegram's HTML as the Bot API reads it, in the parts that we use. */

const TAGS = new Set(["b", "strong", "i", "em", "u", "s", "del", "code", "pre", "a", "blockquote"]);
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };
const TOKEN = /<(\/?)([a-z]*)((?:\s+[a-z]+="[^"]*")*)\s*>|&(#\d+|#x[0-9a-f]+|[a-z]+);|[^<&]+|[<&]/gi;

/**
 * Reads a message as Telegram does: the text that is shown, or why it is refused, in the Bot API's words.
 * Unlike Telegram it also refuses an ampersand that begins no entity, for such a text was not escaped.
 */
export function readBotHtml(html: string): { readonly text: string } | { readonly refused: string } {
  const open: string[] = [];
  let text = "";
  for (const { 0: token, 1: slash, 2: name, 3: attributes, 4: entity } of html.matchAll(TOKEN)) {
    if (entity !== undefined) {
      const character = readEntity(entity);
      if (character === null) return refuse(`Unsupported entity "${token}"`);
      text += character;
    } else if (name !== undefined) {
      const tag = name.toLowerCase();
      if (slash === "/") {
        if (open.pop() !== tag) return refuse(`Unmatched end tag "${tag}"`);
      } else if (!TAGS.has(tag)) {
        return refuse(`Unsupported start tag "${tag}"`);
      } else if (tag === "a" && !/^\s+href="https:\/\/[^"]+"$/.test(attributes ?? "")) {
        return refuse('Tag "a" has no address');
      } else {
        open.push(tag);
      }
    } else if (token === "<" || token === "&") {
      return refuse(`Unexpected "${token}"`);
    } else {
      text += token;
    }
  }
  if (open.length > 0) return refuse(`Can't find end tag corresponding to start tag ${open.at(-1)}`);
  return { text: text.trim() };
}

function refuse(why: string): { readonly refused: string } {
  return { refused: `Bad Request: can't parse entities: ${why}` };
}

function readEntity(entity: string): string | null {
  const [, digits] = /^#(\d+)$/.exec(entity) ?? [];
  const [, hexadecimal] = /^#x([0-9a-f]+)$/i.exec(entity) ?? [];
  const code = digits ? Number(digits) : hexadecimal ? parseInt(hexadecimal, 16) : null;
  return code === null ? NAMED[entity] ?? null : String.fromCodePoint(code);
}
