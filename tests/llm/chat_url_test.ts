import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { parseChatUrl } from "../../lib/llm/chat_url.ts";

Deno.test("an address is taken with or without its version, slashes and the path of the call", () => {
  const addresses: readonly (readonly [string, string])[] = [
    ["http://localhost:1234", "http://localhost:1234/v1"],
    [" http://localhost:1234/ ", "http://localhost:1234/v1"],
    ["http://localhost:1234/v1/", "http://localhost:1234/v1"],
    ["HTTPS://API.openai.com/v1/chat/completions", "https://api.openai.com/v1"],
    ["https://openrouter.ai/api", "https://openrouter.ai/api/v1"],
    ["https://openrouter.ai/api//v1", "https://openrouter.ai/api/v1"],
    ["https://host/v1beta/openai/", "https://host/v1beta/openai"],
    ["http://[::1]:8080", "http://[::1]:8080/v1"],
  ];
  for (const [written, url] of addresses) assert.equal(parseChatUrl(written), url, written);
});

Deno.test("an address that is none, or holds more than an address, is refused without showing it whole", () => {
  for (const written of ["", "localhost:1234", "ftp://host", "http://"]) {
    assert.throws(() => parseChatUrl(written), UserError, written);
  }
  for (const written of ["http://me:pa55word@host", "http://host/v1?key=pa55word", "http://host#pa55word"]) {
    assert.throws(
      () => parseChatUrl(written),
      (error: unknown) =>
        error instanceof UserError && !error.message.includes("pa55word") && /host/.test(error.message),
      written,
    );
  }
});
