import { foldText } from "./fold_text.ts";
import { splitSentences } from "./split_sentences.ts";

/**
 * A text that can be asked what stands in it word for word. What differs only in letter case, white space, the width of letters or the
 * style of dashes and quotes is the same; no snippet begins or ends inside of a word or number.
 */
export class VerbatimText {
  readonly #text: string;
  #folded: string | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Whether each line of a value stands in the text, or else each of its sentences, whatever bullet is before it and
   * whether or not a full stop ends it; one by one, for they are often taken from between others.
   */
  holdsLines(value: string): boolean {
    return value.split("\n").every((line) =>
      this.#holds(line) ||
      splitSentences(line, { start: 0, end: line.length }).every(({ start, end }) =>
        this.#holds(fold(line.slice(start, end)).replace(BULLET_OR_STOP, ""))
      )
    );
  }

  /** Whether a value is at most `most` snippets, joined by spaces. */
  holdsParts(value: string, most: number): boolean {
    if (this.#holds(value)) return true;
    let words = fold(value).split(" ").filter((word) => word !== "");
    // The longest snippet first leaves the fewest parts, for all of what stands within a snippet is one.
    for (let parts = 0; parts < most && words.length > 0; parts++) {
      let length = 0;
      while (length < words.length && this.#holds(words.slice(0, length + 1).join(" "))) length++;
      if (length === 0) return false;
      words = words.slice(length);
    }
    return words.length === 0;
  }

  /** Most snippets are found as they are, so that nothing has to be folded. */
  #holds(snippet: string): boolean {
    if (standsIn(this.#text, snippet)) return true;
    this.#folded ??= fold(this.#text);
    return standsIn(this.#folded, fold(snippet));
  }
}

function standsIn(text: string, snippet: string): boolean {
  if (snippet === "") return true;
  for (let at = text.indexOf(snippet); at >= 0; at = text.indexOf(snippet, at + 1)) {
    if (isEdge(text, at) && isEdge(text, at + snippet.length)) return true;
  }
  return false;
}

/** Whether a word or number may end here: not between two letters, nor between two digits. */
function isEdge(text: string, at: number): boolean {
  return at === 0 || !INSIDE.test(text.slice(at - 1, at + 1));
}

const BULLET_OR_STOP = /^[-*+\u2022\u25aa\u25e6\u25cf\u00b7]\s*|[.!?;,]{1,3}$/g;
const DOUBLE_QUOTES = /[\u201c-\u201f]/g;
const INSIDE = /^(?:\p{L}{2}|\p{N}{2})$/u;

function fold(text: string): string {
  return foldText(text.normalize("NFKC")).replace(DOUBLE_QUOTES, '"').replace(/\s+/g, " ").trim();
}
