import type { Span } from "./span.ts";

const WORD = /[\p{L}\p{N}]+/gu;

/** A phrase found in a text, and what it stands for. */
export interface PhraseMatch<Value> {
  readonly value: Value;
  readonly span: Span;
}

/** A phrase's next words; most words of a text begin none. */
interface PhraseNode<Value> {
  value: Value | undefined;
  readonly next: Map<string, PhraseNode<Value>>;
}

/** The words of a text, kept for the next question about it: rules ask for many stretches of one post. */
let newest: { readonly folded: string; readonly words: readonly Span[] } = { folded: "", words: [] };

/** The words of a folded text: runs of letters and digits, whatever stands between them; a span's edges may cut one. */
export function wordSpans(folded: string, span: Span): Span[] {
  if (span.end - span.start >= folded.length) return scanWords(folded);
  if (newest.folded !== folded) newest = { folded, words: scanWords(folded) };
  const { words } = newest;
  const found: Span[] = [];
  for (let at = firstEndingAfter(words, span.start); at < words.length; at++) {
    const word = words[at];
    if (!word || word.start >= span.end) break;
    found.push(
      word.start >= span.start && word.end <= span.end
        ? word
        : { start: Math.max(word.start, span.start), end: Math.min(word.end, span.end) },
    );
  }
  return found;
}

function scanWords(folded: string): Span[] {
  const words: Span[] = [];
  WORD.lastIndex = 0;
  for (let match = WORD.exec(folded); match; match = WORD.exec(folded)) {
    words.push({ start: match.index, end: WORD.lastIndex });
  }
  return words;
}

function firstEndingAfter(words: readonly Span[], place: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((words[middle]?.end ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Finds the phrases of a vocabulary in folded text, longest first and without overlap. Words are compared whole and
 * what separates them does not matter: "e-math" and "E Math" are the same phrase.
 */
export class PhraseIndex<Value> {
  readonly #root: PhraseNode<Value> = { value: undefined, next: new Map() };

  constructor(entries: Iterable<readonly [phrase: string, value: Value]>) {
    for (const [phrase, value] of entries) {
      let node = this.#root;
      for (const word of phrase.toLowerCase().match(WORD) ?? []) {
        const next = node.next.get(word) ?? { value: undefined, next: new Map() };
        node.next.set(word, next);
        node = next;
      }
      node.value = value;
    }
  }

  /** The value of a text that is exactly one phrase. */
  get(folded: string): Value | undefined {
    let node: PhraseNode<Value> | undefined = this.#root;
    for (const word of folded.match(WORD) ?? []) node = node?.next.get(word);
    return node === this.#root ? undefined : node?.value;
  }

  /** Every phrase within `span`, in order. */
  findAll(folded: string, span: Span = { start: 0, end: folded.length }): PhraseMatch<Value>[] {
    const words = wordSpans(folded, span);
    const matches: PhraseMatch<Value>[] = [];
    for (let at = 0; at < words.length;) {
      const match = this.#longestAt(folded, words, at);
      if (match) matches.push({ value: match.value, span: match.span });
      at += match?.length ?? 1;
    }
    return matches;
  }

  #longestAt(folded: string, words: readonly Span[], from: number) {
    const start = words[from]?.start ?? 0;
    let longest: { readonly value: Value; readonly span: Span; readonly length: number } | null = null;
    let node: PhraseNode<Value> | undefined = this.#root;
    for (let at = from; at < words.length; at++) {
      const word = words[at];
      node = word && node?.next.get(folded.slice(word.start, word.end));
      if (!word || !node) break;
      if (node.value !== undefined) {
        longest = { value: node.value, span: { start, end: word.end }, length: at + 1 - from };
      }
    }
    return longest;
  }
}
