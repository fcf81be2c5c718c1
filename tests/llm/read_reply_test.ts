import assert from "node:assert/strict";
import * as z from "zod";
import { sha256Hex } from "../../lib/core/fingerprint.ts";
import { type ReadReply, readReply } from "../../lib/llm/read_reply.ts";

const Rate = z.strictObject({ min: z.number().nullable(), max: z.number().nullable() });
const Post = z.strictObject({
  code: z.string().nullable(),
  rate: Rate,
  notes: z.array(z.string()).nullable(),
  extra: z.record(z.string(), z.number()),
});
type Post = z.infer<typeof Post>;
const EMPTY: Post = { code: null, rate: { min: null, max: null }, notes: null, extra: {} };
const FULL: Post = { code: "A1", rate: { min: 30, max: 40 }, notes: ["x {y}", 'say "z"'], extra: { a: 1 } };

function read(text: string): ReadReply<Post> {
  return readReply(text, { schema: Post, empty: EMPTY });
}

function readValue(text: string): Post {
  const result = read(text);
  assert.ok(result.kind === "read", JSON.stringify(result));
  return result.value;
}

Deno.test("a plain object is read as it stands", () => {
  assert.deepEqual(read(JSON.stringify(FULL)), {
    kind: "read",
    value: FULL,
    repairs: { isRepaired: false, filledKeys: 0, unknownKeys: 0 },
  });
});

Deno.test("fences, prose and thoughts around the object are passed over", () => {
  const json = JSON.stringify(FULL, null, 2);
  const replies = [
    `Here it is:\n\`\`\`json\n${json}\n\`\`\`\nAsk if you need more {details}.`,
    `<think>Perhaps {"code": "draft"}?</think>\n${json}`,
    `It starts with {"code": "draft"}</think>${json}`,
    `[THINK]hm[/THINK]${json}<think>was that right? {"code": "draft"}`,
    `<|channel|>analysis<|message|>{"code": "draft"}<|end|><|channel|>final<|message|>${json}`,
    JSON.stringify(json),
  ];
  for (const reply of replies) assert.deepEqual(readValue(reply), FULL, reply);
});

Deno.test("a draft inside of unfinished thoughts is no answer", () => {
  assert.equal(read(`<think>I could say {"code": "A1"}`).kind, "no_object");
  assert.equal(read(`I could say {"code": "A1"}</think>but will not.`).kind, "no_object");
  assert.equal(read(`I could say {"code": "A1"}<think>no</think></think>but will not.`).kind, "no_object");
});

Deno.test("the last object counts, and one without a known key is none", () => {
  assert.equal(readValue('{"code": "A1"} no, better {"code": "A2"}, for {"reasons": 3}').code, "A2");
  assert.equal(readValue('{"code": "A1"}\n{"code": "A2",}').code, "A2");
  assert.equal(readValue('[{"code": "A1"}, {"code": "A2"}]').code, "A2");
});

Deno.test("an object in a wrapper is read", () => {
  assert.equal(readValue('{"assignment": {"code": "A1"}, "confidence": 1}').code, "A1");
  assert.equal(readValue('{"assignments": [{"code": "A1"}]}').code, "A1");
});

Deno.test("common faults are mended", () => {
  const faults: readonly (readonly [string, Partial<Post>])[] = [
    ['{"code": "A1", "notes": ["x",],}', { code: "A1", notes: ["x"] }],
    ["{'code': 'it''s', 'notes': None}".replace("''", "\\'"), { code: "it's" }],
    ["{code: 'A1', notes: ['{x']}", { code: "A1", notes: ["{x"] }],
    ['{"code": "A1" // the code\n, "notes": ["x"] /* all */}', { code: "A1", notes: ["x"] }],
    ['{"code": "A1", "rate": {"min": NaN, "max": 40}}', { code: "A1", rate: { min: null, max: 40 } }],
    ['{"code": "A1"\n"notes": ["x" "y"]}', { code: "A1", notes: ["x", "y"] }],
    ["{“code”: “A1”}", { code: "A1" }],
    ['{"code": "line one\nline two"}', { code: "line one\nline two" }],
    ['{"code": "the "best" one", "notes": null}', { code: 'the "best" one' }],
  ];
  for (const [reply, fields] of faults) {
    assert.deepEqual(readValue(`Sure: ${reply} Done.`), { ...EMPTY, ...fields }, reply);
  }
});

Deno.test("a cut object keeps its whole members, and loses the one that the cut went through", () => {
  assert.deepEqual(readValue('{"code": "A1", "rate": {"min": 30, "max": 4'), {
    ...EMPTY,
    code: "A1",
    rate: { min: 30, max: null },
  });
  assert.deepEqual(readValue('{"code": "A1", "notes": ["x", "hal'), { ...EMPTY, code: "A1", notes: ["x"] });
  assert.deepEqual(readValue('{"code": "A1", "extra": {"a": 1, "code": 2}, "notes": "hal'), {
    ...EMPTY,
    code: "A1",
    extra: { a: 1, code: 2 },
  });
  assert.deepEqual(readValue('```json\n{"code": "A1", "notes": ["x"]\n```'), {
    ...EMPTY,
    code: "A1",
    notes: ["x"],
  });
});

Deno.test("every key is present: missing ones are empty, unknown ones are left out, and both are counted", () => {
  assert.deepEqual(
    read('{"code": "A1", "rate": null, "mood": 1, "extra": {"b": 2}, "__proto__": {"code": "x"}}'),
    {
      kind: "read",
      value: { ...EMPTY, code: "A1", extra: { b: 2 } },
      repairs: { isRepaired: false, filledKeys: 2, unknownKeys: 2 },
    },
  );
});

Deno.test("a reply without an object is kept, shortened, with its hash", () => {
  const reply = "I am sorry, ".repeat(1000);
  assert.deepEqual(read(reply), {
    kind: "no_object",
    problem: "The reply holds no JSON object with any of the expected keys",
    reply: { snippet: reply.slice(0, 4000), length: 12_000, sha256: sha256Hex(reply) },
  });
  for (const empty of ["", "{}", "null", "[]", '"', "{"]) assert.equal(read(empty).kind, "no_object", empty);
});

Deno.test("a wrong shape is told by its place, without any text of the reply", () => {
  const result = read('{"code": 5, "rate": {"min": "secret"}, "extra": {"secret": "secret"}}');
  assert.equal(result.kind, "wrong_shape");
  assert.ok(result.kind === "wrong_shape");
  assert.equal(
    result.problem,
    "The reply does not fit its schema: code: expected string; rate.min: expected number; extra.*: expected number",
  );
});
