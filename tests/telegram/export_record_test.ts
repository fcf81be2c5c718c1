import assert from "node:assert/strict";
import { createExportClock } from "../../lib/telegram/export_date.ts";
import { parseExportRecord } from "../../lib/telegram/export_record.ts";
import { exportedMessage } from "./read_export_text.ts";

const CLOCK = createExportClock(null);

function parse(record: unknown) {
  return parseExportRecord(typeof record === "string" ? record : JSON.stringify(record), -100, CLOCK);
}

Deno.test("a message's fields are read from where Telegram Desktop writes them", () => {
  const message = parse(exportedMessage(41, "hello", {
    edited_unixtime: "1714525200",
    from: "Agency",
    from_id: "channel5",
    forwarded_from: null,
    reply_to_message_id: 40,
    photo: "photos/1.jpg",
    width: 10,
    reactions: [],
  }));
  const { messageJson: _, ...fields } = message;
  assert.deepEqual(fields, {
    channelId: -100,
    messageId: 41,
    kind: "message",
    messageDate: new Date("2024-05-01T00:00:00Z"),
    editDate: new Date("2024-05-01T01:00:00Z"),
    senderId: -1000000000005,
    senderName: "Agency",
    isForward: true,
    isReply: true,
    replyToMessageId: 40,
    text: "hello",
    entities: null,
    media: { photo: "photos/1.jpg", width: 10 },
    views: null,
    forwards: null,
    replyCount: null,
  });
});

Deno.test("a list of parts gives the joined text and keeps the entities", () => {
  const parts = ["Call ", { type: "phone", text: "123" }, " or ", {
    type: "text_link",
    text: "here",
    href: "x",
  }];
  const message = parse(exportedMessage(1, parts));
  assert.equal(message.text, "Call 123 or here");
  assert.deepEqual(message.entities, parts);
  const entities = [{ type: "plain", text: "Call" }];
  assert.equal(parse(exportedMessage(1, "Call", { text_entities: entities })).entities, null);
});

Deno.test("service and unsupported messages keep their kind", () => {
  const service = parse({
    id: 1,
    type: "service",
    date_unixtime: "1714521600",
    actor: "Agency",
    actor_id: "channel5",
    action: "edit_group_title",
    title: "New title",
    text: "",
  });
  assert.equal(service.kind, "service");
  assert.equal(service.senderName, "Agency");
  assert.equal(service.senderId, -1000000000005);
  assert.equal(service.media, null);
  const unsupported = parse({ id: -999999999, type: "unsupported" });
  assert.deepEqual([unsupported.kind, unsupported.messageDate, unsupported.messageId], [
    "unsupported",
    null,
    -999999999,
  ]);
});

Deno.test("control characters written as \\xNN are repaired, in the kept JSON too", () => {
  const written = String
    .raw`{"id":1,"type":"message","date_unixtime":"1714521600","text":"a\x0Bb \\x0B \u00e9"}`;
  const message = parse(written);
  assert.equal(message.text, "a\vb \\x0B é");
  assert.equal(message.messageJson, written.replace("a\\x0B", "a\\u000B"));
});

Deno.test("NUL and lone surrogates are replaced in the text and stay escaped in the kept JSON", () => {
  const written = String
    .raw`{"id":1,"type":"message","date_unixtime":"1714521600","text":"a\u0000b\ud800c \ud83d\udcda"}`;
  const message = parse(written);
  assert.equal(message.text, "a\uFFFDb\uFFFDc 📚");
  assert.equal(message.messageJson, written);
  const raw = parse(written.replace("\\u0000", "\0"));
  assert.equal(raw.text, message.text);
  assert.equal(raw.messageJson, written);
});

Deno.test("what is no message is refused without telling its text", () => {
  for (const record of ["{", "null", "[]", '{"id":1.5,"type":"message"}', '{"id":1,"text":"secret"}']) {
    assert.throws(
      () => parse(record),
      (error: Error) => error.name === "RecordError" && !/secret/.test(error.message),
    );
  }
});

Deno.test("a rich message nested as deep as only damage does is read without exhausting the stack", () => {
  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  const json = `{"id":1,"type":"message","date_unixtime":"1714521600","rich_message":[{"text":"a"},${deep}]}`;
  assert.equal(parseExportRecord(json, -100, createExportClock(null)).text, "a");
});
