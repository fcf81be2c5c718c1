/** A stretch of a text that looks like a JSON object. */
export interface FoundObject {
  readonly text: string;
  /** False for an object that the text's end cut; `text` then ends with its last whole member. */
  readonly isClosed: boolean;
}

interface OpenBrace {
  readonly start: number;
  /** Whether it stands where JSON has a value, and so belongs to an object around it. */
  readonly isValue: boolean;
}

/** How an object begins: with a key, a comment, or its end. A brace in prose mostly does not; the limits keep the search linear. */
const OBJECT_START = /\{\s{0,200}(?:["'“‘`}#]|\/[/*]|[A-Za-z_]\w{0,63}\s{0,20}:)/y;

/**
 * Finds the objects in a model's reply, whatever surrounds them, in one pass: first the closed ones in the order of their ends,
 * then those cut by the end of the text. An object inside of another one's value is part of that one.
 *
 * Braces in strings do not count. A string begins where JSON has a key or value, and ends at a quote before `, : } ]` or at the
 * end of its line, so that a stray quote costs a line at most.
 */
export function findObjects(text: string): FoundObject[] {
  const found: FoundObject[] = [];
  const open: OpenBrace[] = [];
  let quote = "";
  let previous = "";
  let beforePrevious = "";
  let lastComma = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== "") {
      if (character === "\\") at += 1;
      else if (
        character === "\n" || (character === quote && /[,:}\]]|^$/.test(nextSignificant(text, at + 1)))
      ) {
        quote = "";
        previous = character === "\n" ? " " : character;
      }
      continue;
    }
    if (character <= " ") continue;
    if (character === "{" && (open.length > 0 || startsObject(text, at))) {
      open.push({ start: at, isValue: open.length > 0 && isValuePosition(beforePrevious, previous) });
    } else if (character === "}") {
      const brace = open.pop();
      if (brace !== undefined && !brace.isValue) {
        found.push({ text: text.slice(brace.start, at + 1), isClosed: true });
      }
    } else if (character === "," && open.length > 0) {
      lastComma = at;
    } else if ((character === '"' || character === "'") && open.length > 0 && "{[,:".includes(previous)) {
      quote = character;
    }
    beforePrevious = previous;
    previous = character;
  }
  const end = quote === "" && /["}\]]\s*$/.test(text.slice(-200)) ? text.length : lastComma;
  for (const { start, isValue } of open) {
    if (!isValue && end > start) found.push({ text: text.slice(start, end), isClosed: false });
  }
  return found;
}

function startsObject(text: string, at: number): boolean {
  OBJECT_START.lastIndex = at;
  return OBJECT_START.test(text);
}

function isValuePosition(beforePrevious: string, previous: string): boolean {
  return previous === "[" || (previous === ":" && /["'“”‘’`]/.test(beforePrevious)) ||
    (previous === "," && beforePrevious === "}");
}

/** The next character that is no white space, or an empty text at the end. */
function nextSignificant(text: string, from: number): string {
  let at = from;
  while (at < text.length && text.charAt(at) <= " ") at += 1;
  return text.charAt(at);
}
