import { type Span, trimSpan } from "../../../text/span.ts";
import { splitSentences } from "../../../text/split_sentences.ts";
import { type Post, snippet, valuesOf } from "./parse_post.ts";

const MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*";
const DAY_OF_MONTH = String.raw`\d{1,2}(?:st|nd|rd|th)?\b`;
const YEAR = String.raw`(?:,? 20\d\d\b| ?'\d\d\b)`;
const WEEKDAY = "(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*";
const SOON = "asap|as soon as (?:possible|can)|immediate(?:ly)?|right away|straight away|now";
const ORDINAL = String.raw`(?:first|second|third|last|\d(?:st|nd|rd|th))`;
const DATE_IN_WORDS = `(?:${WEEKDAY},? )?(?:(?:early|mid|end|late|beginning)(?: of)?[ -])?` +
  `(?:${DAY_OF_MONTH} )?${MONTH}(?: ${DAY_OF_MONTH}(?!\\d))?${YEAR}?`;
const WEEK_OF = `(?:${ORDINAL} (?:week|wk) of (?:school|term(?: \\d)?|${MONTH})` +
  `|(?:w/c|wc|(?:week|wk) (?:of|commencing)) ${DATE_IN_WORDS})`;
const OCCASION = String
  .raw`after (?:the )?(?:[a-z0-9'-]+ ){0,2}(?:holidays?|hols|exams?|break|cny|new year|hari raya|deepavali|christmas|psle|prelims?|camp)\b`;
const HOLIDAYS = `(?:during |in )?(?:the )?(?:${MONTH}|school|year[- ]end) (?:school )?(?:holidays?|hols)\\b`;
const TERM = String.raw`(?:new |school )?(?:term|semester|sem)(?: \d)?(?:,? (?:week|wk) \d{1,2})?\b`;
const IN_WEEKS = String.raw`in \d(?: ?- ?\d)? (?:weeks?|months?)(?:'? time)?`;
const WHEN = new RegExp(
  String
    .raw`^(?:${SOON}|${ORDINAL}|${DAY_OF_MONTH}|${MONTH}\b|(?:early|mid|end|late|beginning|start)\b|w/c\b|next\b|this\b|after\b|(?:in )?20\d\d|${WEEKDAY}\b|${TERM})`,
);
const DATE = new RegExp(
  "^(?:" + [
    SOON,
    WEEK_OF,
    OCCASION,
    HOLIDAYS,
    `(?:by |before )?(?:${DATE_IN_WORDS}|(?:next|this) [a-z]+)`,
    String.raw`(?:by |before )?\d{1,2}[/.](?:1[0-2]|0?[1-9])(?:[/.]\d{2,4})?(?!\d| ?[ap]m)`,
    TERM,
    IN_WEEKS,
    "20[0-9]{2}",
  ].join("|") + ")",
);
const LATER_IN_SENTENCE = new RegExp(
  String
    .raw`\b(?:(?:to )?start(?:ing|s)?|commenc(?:e|es|ing)|begin(?:s|ning)?|effective|wef)(?: (?:lessons?|class(?:es)?|tuition))?(?! ${IN_WEEKS})(?: (?:from|in|on|around))?(?: the)? |\b(?:start|begin|commence) (?=${IN_WEEKS})`,
  "g",
);

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
  const soon = /\b(?:immediate|asap|urgent) start\b/.exec(folded);
  if (soon) return { start: sentence.start + soon.index, end: sentence.start + soon.index + soon[0].length };
  for (const match of folded.matchAll(LATER_IN_SENTENCE)) {
    const start = sentence.start + match.index + match[0].length;
    const date = DATE.exec(post.folded.slice(start, sentence.end));
    if (date) return { start, end: start + date[0].length };
  }
  return null;
}
