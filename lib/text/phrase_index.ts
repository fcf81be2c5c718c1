import type { Span } from "./span.ts";

const WORD = /[\p{L}\p{N}]+/gu;

/** A phrase found in a text, and what it stands for. */
export interface PhraseMatch<Value> {
  readonly value: Value;
  readonly span: Span;
}

/** The words of a folded text: runs of letters and digits, whatever stands between them. */
export function wordSpans(folded: string, span: Span): Span[] {
  return [...folded.slice(span.start, span.end).matchAll(WORD)].map((match) => ({
    start: span.start + match.index,
    end: span.start + match.index + match[0].length,
  }));
}

/**
 * Finds the phrases of a vocabulary in folded text, longest first and without overlap. Words are compared whole and
 * what separates them does not matter: "e-math" and "E Math" are the same phrase.
 */
export class PhraseIndex<Value> {
  readonly #values = new Map<string, Value>();
  /** The most words of a phrase, by its first word; most words of a text begin none. */
  readonly #longest = new Map<string, number>();

  constructor(entries: Iterable<readonly [phrase: string, value: Value]>) {
    for (const [phrase, value] of entries) {
      const words = phrase.toLowerCase().match(WORD) ?? [];
      this.#values.set(words.join(" "), value);
      const [first = ""] = words;
      this.#longest.set(first, Math.max(this.#longest.get(first) ?? 0, words.length));
    }
  }

  /** The value of a text that is exactly one phrase. */
  get(folded: string): Value | undefined {
    return this.#values.get((folded.match(WORD) ?? []).join(" "));
  }

  /** Every phrase within `span`, in order. */
  findAll(folded: string, span: Span = { start: 0, end: folded.length }): PhraseMatch<Value>[] {
    const words = wordSpans(folded, span);
    const texts = words.map((word) => folded.slice(word.start, word.end));
    const matches: PhraseMatch<Value>[] = [];
    for (let at = 0; at < words.length;) {
      const match = this.#longestAt(words, texts, at);
      if (match) matches.push({ value: match.value, span: match.span });
      at += match?.length ?? 1;
    }
    return matches;
  }

  #longestAt(words: readonly Span[], texts: readonly string[], at: number) {
    const first = words[at];
    const longest = this.#longest.get(texts[at] ?? "") ?? 0;
    for (let length = Math.min(longest, words.length - at); length > 0; length--) {
      const value = this.#values.get(texts.slice(at, at + length).join(" "));
      const last = words[at + length - 1];
      if (value !== undefined && first && last) {
        return { value, span: { start: first.start, end: last.end }, length };
      }
    }
    return null;
  }
}
