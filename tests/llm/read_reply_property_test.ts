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
  const unit = [
    "{",
    '{"code":',
    '{"code": "',
    '{"code": 1}',
    '"',
    "'",
    "{'a': '",
    "<think>",
    "```\n",
    "{a{",
    "[",
    " ",
    "{ ",
  ];
  for (const shard of unit) {
    const small = medianReadMs(shard.repeat(Math.ceil(100_000 / shard.length)));
    const large = medianReadMs(shard.repeat(Math.ceil(1_600_000 / shard.length)));
    // Sixteen times the text; a square would be 256 times the work.
    assert.ok(large < 80 * Math.max(small, 2), `${JSON.stringify(shard)}: ${small} ms, then ${large} ms`);
  }
});

function medianReadMs(reply: string): number {
  const times = [1, 2, 3].map(() => {
    const startMs = performance.now();
    readReply(reply, FORM);
    return performance.now() - startMs;
  });
  return times.sort((a, b) => a - b)[1] ?? 0;
}
