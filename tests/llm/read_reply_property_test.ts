import assert from "node:assert/strict";
import fc from "fast-check";
import * as z from "zod";
import { readReply } from "../../lib/llm/read_reply.ts";

const OPTIONS = { seed: 20240701, numRuns: 2000 };
const FORM = {
  schema: z.strictObject({ code: z.string().nullable(), any: z.unknown() }),
  empty: { code: null, any: null },
};
/** Pieces that replies and broken JSON are made of. */
const SHARD = fc.constantFrom(
  ..."{}[]:,\"'`\\/*#\n <>-+.$",
  "code",
  '"code":',
  '{"code": "A1"',
  "null",
  "NaN",
  "None",
  "1e999",
  "<think>",
  "</think>",
  "```json\n",
  "\\u00",
  "\ud83d",
  "“",
  "__proto__",
);
const SCRAP = fc.oneof(
  fc.array(SHARD, { maxLength: 60 }).map((shards) => shards.join("")),
  fc.string({ unit: "binary", maxLength: 100 }),
);

Deno.test("whatever a model replies, it is read or kept, and nothing is thrown", () => {
  fc.assert(
    fc.property(SCRAP, (reply) => {
      const result = readReply(reply, FORM);
      if (result.kind === "read") assert.deepEqual(Object.keys(result.value).sort(), ["any", "code"]);
      else assert.equal(result.reply.length, reply.length);
    }),
    OPTIONS,
  );
});

Deno.test("an object is found in whatever prose surrounds it", () => {
  // Braces of prose and of code, but none that begins a further object with a key.
  const noise = fc.array(
    fc.oneof(
      SHARD.filter((shard) => !/^[{]|think/.test(shard)),
      fc.constantFrom("{}", "{{ ", "{x} ", "{ and } ", "it's ", '5" tall ', "f() { return 1; } "),
      fc.string({ maxLength: 20 }).map((text) => text.replaceAll("{", "(")),
    ),
    { maxLength: 12 },
  ).map((parts) => parts.join(""));
  const object = fc.record({ code: fc.string({ unit: "binary" }), any: fc.jsonValue({ maxDepth: 3 }) });
  const indent = fc.constantFrom(undefined, 2);
  fc.assert(
    fc.property(noise, object, indent, noise, (before, value, spaces, after) => {
      const result = readReply(`${before}\n${JSON.stringify(value, null, spaces)}\n${after}`, FORM);
      assert.ok(result.kind === "read", "found");
      assert.deepEqual(result.value, JSON.parse(JSON.stringify(value)));
    }),
    OPTIONS,
  );
});

Deno.test("reading takes time in proportion to the reply's length, whatever it is full of", () => {
  const repeat = (opening: string, shard: string, closing = "") => (length: number) =>
    opening + shard.repeat(length / shard.length) + closing.repeat(length / shard.length);
  const fillings = [
    ...["{", '{"code":', '{"code": "', '{"code": 1}', "{'a': '", "{a{", "[", "<think>", "```\n"]
      .map((shard) => repeat("", shard)),
    ...['"k": 1\n', "'", '"x" '].map((shard) => repeat("{", shard)),
    ...["1\n", '"', " "].map((shard) => repeat('{"a": [', shard)),
    repeat("", '{"a" ', "}"),
  ];
  for (const fill of fillings) {
    const small = readMs(fill(100_000));
    const large = readMs(fill(1_600_000));
    // Sixteen times the text; a square would be 256 times the work.
    assert.ok(
      large < 80 * Math.max(small, 3),
      `${JSON.stringify(fill(20))}: ${small} ms, then ${large} ms`,
    );
  }
});

function readMs(reply: string): number {
  const startMs = performance.now();
  readReply(reply, FORM);
  return performance.now() - startMs;
}
