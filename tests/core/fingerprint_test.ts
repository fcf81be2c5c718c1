import assert from "node:assert/strict";
import { canonicalJson, sha256Hex } from "../../lib/core/fingerprint.ts";

Deno.test("the hash is SHA-256 of the UTF-8 bytes", () => {
  assert.equal(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assert.equal(sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert.notEqual(sha256Hex("é"), sha256Hex("e\u0301"));
});

Deno.test("equal values give equal texts, whatever the order of their keys", () => {
  const text = '{"a":[{"c":null,"d":"x"},2],"b":1}';
  assert.equal(canonicalJson({ b: 1, a: [{ d: "x", c: null }, 2] }), text);
  assert.equal(canonicalJson({ a: [{ c: null, d: "x" }, 2], b: 1 }), text);
});

Deno.test("the order of a list counts, and undefined values do not", () => {
  assert.notEqual(canonicalJson([1, 2]), canonicalJson([2, 1]));
  assert.equal(canonicalJson({ a: 1, b: undefined }), canonicalJson({ a: 1 }));
});

Deno.test("a key named __proto__ is a key like any other", () => {
  assert.equal(canonicalJson(JSON.parse('{"__proto__":{"a":1},"a":2}')), '{"__proto__":{"a":1},"a":2}');
});
