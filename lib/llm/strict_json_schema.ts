import * as z from "zod";
import { isJsonObject, type JsonObject } from "./complete_keys.ts";

/**
 * What every server understands: the types, which keys there are, lists, choices and null. Limits such as `pattern` or `minimum` are
 * left out, for servers differ in them and zod holds the reply against them anyway.
 */
const KEPT = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "enum",
  "const",
  "anyOf",
  "description",
  "$ref",
  "$defs",
  "definitions",
]);

/** Those among them whose value maps names to schemas. */
const NAMED_SCHEMAS = new Set(["properties", "$defs", "definitions"]);

/**
 * Turns a zod schema into a JSON schema that servers take in strict mode (OpenAI, Structured Outputs, Supported schemas): the root is
 * an object, objects name all their keys, require them and allow no other.
 *
 * @throws {TypeError} If the schema holds what strict mode cannot say, such as a record or an optional key; the message names its place.
 */
export function strictJsonSchema(schema: z.ZodType): JsonObject {
  const written = z.toJSONSchema(schema, { target: "draft-7", io: "input" });
  const strict = keepKnown(written, "the root");
  if (!isJsonObject(strict) || strict["type"] !== "object") {
    throw new TypeError("Cannot make a strict JSON schema: the root is no object");
  }
  return strict;
}

function keepKnown(schema: unknown, place: string): unknown {
  if (Array.isArray(schema)) return schema.map((part) => keepKnown(part, place));
  if (!isJsonObject(schema)) return schema;
  if (schema["type"] === "object") checkObject(schema, place);
  else if (Object.keys(schema).every((key) => !KEPT.has(key) || key === "description")) {
    throw new TypeError(`Cannot make a strict JSON schema: ${place} allows any value`);
  }
  const kept = Object.entries(schema).filter(([key]) => KEPT.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, keepValue(key, value, place)]));
}

function keepValue(key: string, value: unknown, place: string): unknown {
  if (NAMED_SCHEMAS.has(key) && isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, keepKnown(inner, `${place}.${name}`)]),
    );
  }
  if (key === "items") return keepKnown(value, `${place}[]`);
  return key === "anyOf" ? keepKnown(value, place) : value;
}

function checkObject(schema: JsonObject, place: string): void {
  const { properties, required, additionalProperties } = schema;
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  if (additionalProperties !== false) {
    throw new TypeError(`Cannot make a strict JSON schema: ${place} allows any key; use z.strictObject`);
  }
  const optional = names.filter((name) => !Array.isArray(required) || !required.includes(name));
  if (optional.length > 0) {
    throw new TypeError(
      `Cannot make a strict JSON schema: ${place}.${optional[0]} is optional; make it nullable`,
    );
  }
}
