import { type Span, trimSpan } from "../../../text/span.ts";
import { splitSentences } from "../../../text/split_sentences.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";

const MONTH = String.raw`(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*`;
const OCCASION = String
  .raw`after (?:the )?(?:[a-z0-9'-]+ ){0,2}(?:holidays?|hols|exams?|break|cny|new year|hari raya|deepavali|christmas|psle|prelims?|camp)\b`;
const WEEK_OF = String.raw`(?:first|second|third|last|\d(?:st|nd|rd|th)) week of ${MONTH}`;
const WHEN = new RegExp(
  String
    .raw`^(?:asap|as soon as|immediate(?:ly)?|now|first|second|third|last|\d{1,2}(?:st|nd|rd|th)?\b|${MONTH}\b|(?:early|mid|end|late|beginning|start)\b|next\b|this\b|after\b|(?:in )?20\d\d|mon|tue|wed|thu|fri|sat|sun)`,
);
const DATE = new RegExp(
  String
    .raw`^(?:asap|as soon as (?:possible|can)|immediate(?:ly)?|now|${WEEK_OF}|${OCCASION}|(?:early|mid|end|late|beginning)?(?: of)?[ -]?(?:\d{1,2}(?:st|nd|rd|th)? )?${MONTH}(?: \d{1,2}(?:st|nd|rd|th)?\b(?!\d))?(?:,? 20\d\d)?|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|next \w+|this \w+|20\d\d)`,
);
const LATER_IN_SENTENCE =
  /\b(?:to start|starting|starts?|commenc(?:e|es|ing)|begin(?:s|ning)?)(?: lessons?)? (?:from |in |on |by )?(?:the )?/g;

/** When lessons begin, in the words of the post: a labelled value, else "Start ASAP" or "... to start in Jan 2026". */
export function findStartDate(post: Post): string | null {
  for (const { lines } of valuesOf(post, "start")) {
    const text = lines[0] ? snippet(post, trimSpan(post.text, lines[0], ".;,")) : "";
    if (text !== "") return text;
  }
  for (const { span, isContact } of post.lines) {
    if (isContact) continue;
    for (const sentence of splitSentences(post.text, span)) {
      const found = findStart(post, sentence, sentence.end - sentence.start >= span.end - span.start - 1);
      if (found) return snippet(post, trimSpan(post.text, found, ".;,!"));
    }
  }
  return null;
}

function findStart(post: Post, sentence: Span, isWholeLine: boolean): Span | null {
  const folded = post.folded.slice(sentence.start, sentence.end);
  const end = sentence.start + (/\)/.exec(folded)?.index ?? folded.length);
  const opening = /^(?:start(?:ing)?|commence) (?:from |in |on )?/.exec(folded);
  if (opening && WHEN.test(folded.slice(opening[0].length))) {
    return isWholeLine ? { start: sentence.start + opening[0].length, end } : { start: sentence.start, end };
  }
  for (const match of folded.matchAll(LATER_IN_SENTENCE)) {
    const start = sentence.start + match.index + match[0].length;
    const date = DATE.exec(post.folded.slice(start, sentence.end));
    if (date) return { start, end: start + date[0].length };
  }
  return null;
}
