import assert from "node:assert/strict";
import { READING_SOURCES } from "../../lib/extraction/language_model.ts";
import { importedFiles } from "../support/imported_files.ts";

const LIB = new URL("../../lib/", import.meta.url);
/** Of the room of language models: what decides nothing, or by texts that are in the fingerprint themselves. */
const WITHOUT_A_SAY = [
  "adaptive_concurrency.ts",
  "cache_chat.ts",
  "chat.ts",
  "chat_error.ts",
  "chat_url.ts",
  "circuit_breaker.ts",
  "explain_answer.ts",
  "is_local_url.ts",
  "load_examples.ts",
  "load_prompt.ts",
  "mock_chat.ts",
  "pace.ts",
  "pace_chat.ts",
  "price.ts",
  "prices.json",
  "prompt_files.ts",
  "rate_limiter.ts",
  "reply_cache.ts",
  "retry_after.ts",
  "strict_json_schema.ts",
].map((name) => new URL(`llm/${name}`, LIB).href);

Deno.test("every file that decides what is sent or read is part of a model's fingerprint", async () => {
  const imported = await importedFiles(new URL("extraction/llm_extractor.ts", LIB));
  const known = new Set([...READING_SOURCES.map(({ href }) => href), ...WITHOUT_A_SAY]);
  const ofModels = [...imported].filter((file) => file.startsWith(new URL("llm/", LIB).href));
  assert.ok(ofModels.length > READING_SOURCES.length);
  assert.deepEqual(ofModels.filter((file) => !known.has(file)), []);
});
