import { jsonrepair } from "jsonrepair";
import { isJsonObject, type JsonObject } from "./complete_keys.ts";
import { findObjects, type FoundObject } from "./find_objects.ts";
import { stripThinking } from "./strip_thinking.ts";

export interface ReplyObject {
  readonly value: JsonObject;
  /** Whether it was no JSON as it stood. */
  readonly isRepaired: boolean;
}

/** More than any reply that a token limit allows. The repair's work grows with the square of the length: up to 0.3 s for 64,000 characters. */
const LONGEST_REPAIR = 64_000;
/** So that a reply full of damaged objects takes no longer than a few. */
const MOST_REPAIRS = 4;

/**
 * Finds the object a reply is about: the last one that has any of the known keys, by itself or one level inside of a wrapper such as
 * `{"result": {...}}`. Thoughts, fences and prose around it are passed over, and common faults mended.
 *
 * @param knownKeys Keys of which the object must have at least one; none means that any object will do.
 * @returns Null where there is no such object.
 */
export function parseReplyObject(text: string, knownKeys: readonly string[]): ReplyObject | null {
  const whole = parseJson(text);
  if (typeof whole === "string") return parseReplyText(whole, knownKeys);
  const value = unwrap(whole, knownKeys);
  return value === null ? parseReplyText(text, knownKeys) : { value, isRepaired: false };
}

function parseReplyText(text: string, knownKeys: readonly string[]): ReplyObject | null {
  const answer = stripThinking(text).replace(/\s{0,100}```\s{0,100}$/, "");
  let repairsLeft = MOST_REPAIRS;
  for (const candidate of lastFirst(findObjects(answer))) {
    const value = candidate.isClosed ? unwrap(parseJson(candidate.text), knownKeys) : null;
    if (value !== null) return { value, isRepaired: false };
    if (repairsLeft === 0 || candidate.text.length > LONGEST_REPAIR) continue;
    repairsLeft -= 1;
    const repaired = unwrap(repairJson(candidate.text), knownKeys);
    if (repaired !== null) return { value: repaired, isRepaired: true };
  }
  return null;
}

/** The closed ones from the last to the first, then those that the end of the text cut. */
function lastFirst(found: readonly FoundObject[]): FoundObject[] {
  const reversed = found.toReversed();
  return [...reversed.filter(({ isClosed }) => isClosed), ...reversed.filter(({ isClosed }) => !isClosed)];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function repairJson(text: string): unknown {
  try {
    return JSON.parse(jsonrepair(text), dropNonNumber);
  } catch {
    // Beside its own error it runs out of stack on deep nesting.
    return undefined;
  }
}

/** The repair turns these words of Python and JavaScript into texts. */
function dropNonNumber(_key: string, value: unknown): unknown {
  return value === "NaN" || value === "Infinity" || value === "-Infinity" ? null : value;
}

function unwrap(value: unknown, knownKeys: readonly string[]): JsonObject | null {
  if (hasKnownKey(value, knownKeys)) return value;
  if (!isJsonObject(value)) return null;
  const inner = Object.values(value).flat().filter((part) => hasKnownKey(part, knownKeys));
  return inner.at(-1) ?? null;
}

function hasKnownKey(value: unknown, knownKeys: readonly string[]): value is JsonObject {
  return isJsonObject(value) &&
    (knownKeys.length === 0 || knownKeys.some((key) => Object.hasOwn(value, key)));
}
