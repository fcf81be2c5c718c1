/** An object as JSON has it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export interface CompletedObject {
  readonly value: JsonObject;
  /** Keys that were missing and came from the empty object; a null in an object's place counts as one. */
  readonly filledKeys: number;
  /** Keys that were left out because the empty object does not know them. */
  readonly unknownKeys: number;
}

/** Whether a value is an object, and neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Gives an object every key of `empty` and no other, in objects inside of it too. Where `empty` has an object without keys, any
 * key may stand.
 */
export function completeKeys(value: JsonObject, empty: JsonObject): CompletedObject {
  const names = Object.keys(empty);
  if (names.length === 0) return { value, filledKeys: 0, unknownKeys: 0 };
  let filledKeys = 0;
  let unknownKeys = Object.keys(value).filter((name) => !Object.hasOwn(empty, name)).length;
  const entries = names.map((name): [string, unknown] => {
    const inner = Object.hasOwn(value, name) ? value[name] : undefined;
    const emptyInner = empty[name];
    if (inner === undefined || (inner === null && isJsonObject(emptyInner))) {
      filledKeys += 1;
      return [name, emptyInner];
    }
    if (!isJsonObject(inner) || !isJsonObject(emptyInner)) return [name, inner];
    const completed = completeKeys(inner, emptyInner);
    filledKeys += completed.filledKeys;
    unknownKeys += completed.unknownKeys;
    return [name, completed.value];
  });
  return { value: Object.fromEntries(entries), filledKeys, unknownKeys };
}
