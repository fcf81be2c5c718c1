import assert from "node:assert/strict";
import { decodeMessage, encodeRequest, parsePublished } from "../../lib/notebook/kernel_message.ts";

const signer = { key: "5b5c", session: "session" };
const utf8 = new TextEncoder();

Deno.test("a request decodes with its own key", () => {
  const { parts } = encodeRequest(signer, "execute_request", { code: "1 + 1 // é" });
  const message = decodeMessage(signer, [utf8.encode("an identity"), ...parts]);
  assert.deepEqual(message, { type: "execute_request", parentId: null, content: { code: "1 + 1 // é" } });
});

Deno.test("a signature is the HMAC-SHA256 of the four parts in hexadecimal", () => {
  // printf '{"msg_type":"status"}{"msg_id":"7"}{}{"execution_state":"idle"}' | openssl dgst -sha256 -hmac 5b5c
  const parts = [
    "<IDS|MSG>",
    "4ea49668aa8f1f0ba817383655d51727f7dbaa3a4de5b8dae37fb816858c0deb",
    '{"msg_type":"status"}',
    '{"msg_id":"7"}',
    "{}",
    '{"execution_state":"idle"}',
  ].map((part) => utf8.encode(part));
  const message = decodeMessage(signer, parts);
  assert.equal(message.parentId, "7");
  assert.deepEqual(parsePublished(message), { type: "status", content: { execution_state: "idle" } });
});

Deno.test("a message signed with another key is refused", () => {
  const { parts } = encodeRequest({ ...signer, key: "other" }, "execute_request", { code: "1" });
  assert.throws(() => decodeMessage(signer, parts), /signature/);
});

Deno.test("parts that are no message are refused", () => {
  assert.throws(() => decodeMessage(signer, []), /0 parts/);
  assert.throws(() => decodeMessage(signer, [utf8.encode("<IDS|MSG>"), utf8.encode("{}")]), /2 parts/);
});

Deno.test("a published message of a kind without outputs is passed over, a malformed one is an error", () => {
  assert.equal(parsePublished({ type: "execute_input", parentId: null, content: { code: "1" } }), null);
  assert.throws(() =>
    parsePublished({ type: "stream", parentId: null, content: { name: "stdlog", text: "" } })
  );
});
