import assert from "node:assert/strict";
import { iterMessageLines } from "../../lib/telegram/iter_message_lines.ts";
import { exportedMessage, sourceOf, summarize } from "./read_export_text.ts";

const CHAT = { id: 7, type: "public_channel", name: "Tuition" };

async function read(lines: readonly unknown[], chunkBytes = 100) {
  const text = lines.map((line) => typeof line === "string" ? line : JSON.stringify(line)).join("\n");
  return await Array.fromAsync(iterMessageLines(sourceOf(text, chunkBytes), null));
}

Deno.test("each line is a message of an export with its chat beside", async () => {
  const lines = [
    exportedMessage(1, "one", { chat: CHAT }),
    "",
    exportedMessage(2, ["two ", { type: "bold", text: "📚" }], { chat: CHAT }),
    exportedMessage(1, "three", { chat: { id: 8, type: "private_group" } }),
  ];
  for (const chunkBytes of [1, 9, 100, 100_000]) {
    assert.deepEqual(summarize(await read(lines, chunkBytes)), [
      "chat -1000000000007",
      "1 one",
      "2 two 📚",
      "chat -8",
      "1 three",
    ]);
  }
  const [, first] = await read(lines);
  assert(first?.kind === "message");
  assert.equal(first.message.messageJson, JSON.stringify(lines[0]));
});

Deno.test("a line that is longer than a chunk is read whole", async () => {
  const text = "é".repeat(200_000);
  const events = await read([exportedMessage(1, text, { chat: CHAT })], 4097);
  assert(events[1]?.kind === "message");
  assert.equal(events[1].message.text, text);
});

Deno.test("a line that is no message is rejected with its place, and the others are read", async () => {
  const lines = ["{", exportedMessage(1, "one", { chat: CHAT }), exportedMessage(2, "lost"), "[]", '{"id":'];
  const events = await read(lines);
  assert.deepEqual(summarize(events), [
    "reject null null: it is not valid JSON",
    "chat -1000000000007",
    "1 one",
    'reject 2 null: it has no "chat" with "id" and "type"',
    'reject 3 null: it has no "chat" with "id" and "type"',
    "reject 4 null: it is not valid JSON",
  ]);
  const last = events.at(-2);
  assert(last?.kind === "reject");
  assert.equal(last.reject.record, '{"id":');
  const before = lines.slice(0, -1).map((line) => typeof line === "string" ? line : JSON.stringify(line));
  assert.equal(last.reject.byteOffset, `${before.join("\n")}\n`.length);
});

Deno.test("a file without any message, and dates without a zone, are refused", async () => {
  await assert.rejects(read(["{}", "x"]), {
    name: "UserError",
    message: /^Cannot import "result\.json": no line is a message; .* is imported without --ndjson$/,
  });
  const old = { id: 1, type: "message", date: "2021-05-01T08:00:00", text: "x", chat: CHAT };
  await assert.rejects(read([old]), { name: "UserError", message: /--export-time-zone Asia\/Singapore$/ });
});
