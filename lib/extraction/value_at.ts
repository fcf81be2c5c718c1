/** What stands at a path of keys in nested objects; undefined where the path leads nowhere. */
export function valueAt(item: object, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => isObject(value) ? Reflect.get(value, key) : undefined, item);
}

/** Whether a value has keys. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
