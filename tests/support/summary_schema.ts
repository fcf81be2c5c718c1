import * as z from "zod";
import { ComparisonSchema } from "../../lib/comparison/comparison_schema.ts";
import { type ConstantDoc, type Expression, type KeyDoc, readConstantDocs } from "./key_docs.ts";

const SOURCES = new URL("../../lib/comparison/", import.meta.url);

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The JSON Schema of summary.json. What each key says comes from its comment in the sources of the zod schemas, where whoever writes
 * code reads it too.
 */
export function formatSummarySchema(): string {
  const constants = new Map(
    schemaSources(SOURCES).flatMap((source) => readConstantDocs(Deno.readTextFileSync(source)))
      .map((constant) => [constant.name, constant]),
  );
  const { $schema, ...schema } = z.toJSONSchema(ComparisonSchema);
  const root = constants.get("ComparisonSchema");
  if (root === undefined) throw new Error("Cannot find ComparisonSchema in its source");
  describeKeys(schema, root.value, constants);
  return `${JSON.stringify({ $schema, title: "summary.json", description: root.doc, ...schema }, null, 2)}\n`;
}

function schemaSources(folder: URL): URL[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return schemaSources(new URL(`${name}/`, folder));
    return name.endsWith("_schema.ts") ? [new URL(name, folder)] : [];
  });
}

/** Adds the keys' comments to a JSON Schema, at any depth. */
function describeKeys(
  schema: JsonSchema,
  expression: Expression,
  constants: ReadonlyMap<string, ConstantDoc>,
): void {
  const keys = allKeys(expression, constants);
  for (const part of objectsOf(schema)) {
    for (const [name, property] of Object.entries(part.properties ?? {})) {
      const key = keys.get(name);
      if (key === undefined || typeof property === "boolean") continue;
      const description = key.doc || constantDoc(key.value, constants);
      if (description !== "") property.description = description;
      describeKeys(property, key.value, constants);
    }
  }
}

/** Those of an expression and of the constants that it names. */
function allKeys(
  { keys, names }: Expression,
  constants: ReadonlyMap<string, ConstantDoc>,
): Map<string, KeyDoc> {
  const named = names.flatMap((name) => {
    const constant = constants.get(name);
    return constant === undefined ? [] : [...allKeys(constant.value, constants)];
  });
  return new Map([...named, ...keys]);
}

/** What is said of the one constant that a key without a comment is set to. */
function constantDoc({ keys, names }: Expression, constants: ReadonlyMap<string, ConstantDoc>): string {
  const docs = names.flatMap((name) => constants.get(name)?.doc || []);
  return keys.size === 0 && docs.length === 1 ? docs[0] ?? "" : "";
}

/** The objects that a schema may be: itself, what is in its list or record, or one of its alternatives. */
function objectsOf(schema: JsonSchema | boolean | undefined): JsonSchema[] {
  if (typeof schema !== "object") return [];
  const inside = [schema.additionalProperties, schema.items, ...(schema.anyOf ?? [])].flat();
  return [...(schema.properties ? [schema] : []), ...inside.flatMap(objectsOf)];
}
