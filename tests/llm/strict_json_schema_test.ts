import assert from "node:assert/strict";
import * as z from "zod";
import { strictJsonSchema } from "../../lib/llm/strict_json_schema.ts";

Deno.test("a schema keeps its keys, types, choices and descriptions, and loses limits that not every server knows", () => {
  const schema = z.strictObject({
    code: z.string().min(2).regex(/^A/).nullable().describe("as printed"),
    mode: z.enum(["Online", "Hybrid"]).nullable(),
    rate: z.strictObject({ min: z.number().nonnegative().nullable() }),
    pattern: z.array(z.int().max(5)).max(3),
  });
  assert.deepEqual(strictJsonSchema(schema), {
    type: "object",
    properties: {
      code: { anyOf: [{ type: "string" }, { type: "null" }], description: "as printed" },
      mode: { anyOf: [{ type: "string", enum: ["Online", "Hybrid"] }, { type: "null" }] },
      rate: {
        type: "object",
        properties: { min: { anyOf: [{ type: "number" }, { type: "null" }] } },
        required: ["min"],
        additionalProperties: false,
      },
      pattern: { type: "array", items: { type: "integer" } },
    },
    required: ["code", "mode", "rate", "pattern"],
    additionalProperties: false,
  });
});

Deno.test("what strict mode cannot say is refused with its place", () => {
  const refused: readonly (readonly [z.ZodType, RegExp])[] = [
    [z.string(), /the root is no object/],
    [z.object({ a: z.string() }), /the root allows any key/],
    [z.strictObject({ a: z.record(z.string(), z.number()) }), /the root\.a allows any key/],
    [
      z.strictObject({ a: z.array(z.strictObject({ b: z.string().optional() })) }),
      /the root\.a\[\]\.b is optional/,
    ],
    [z.strictObject({ a: z.unknown() }), /the root\.a allows any value/],
  ];
  for (const [schema, message] of refused) assert.throws(() => strictJsonSchema(schema), message);
});
