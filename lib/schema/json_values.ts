const NO_RECORD: Readonly<Record<string, unknown>> = {};
const NO_LIST: readonly unknown[] = [];

/** A JSON value's entries; of anything but an object, none. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : NO_RECORD;
}

/** A JSON value's elements; of anything but an array, none. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NO_LIST;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
