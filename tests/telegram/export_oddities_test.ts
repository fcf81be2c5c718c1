import assert from "node:assert/strict";
import fc from "fast-check";
import { type RawMessage, RawMessageSchema } from "../../lib/schema/raw_message.ts";
import { createExportClock } from "../../lib/telegram/export_date.ts";
import { parseExportRecord, RecordError } from "../../lib/telegram/export_record.ts";
import { exportedMessage, readExportText, summarize } from "./read_export_text.ts";

const INSTANT = { date: "2024-05-01T08:00:00", date_unixtime: "1714521600" };

function parse(record: unknown, timeZone: string | null = null): RawMessage {
  const message = parseExportRecord(JSON.stringify(record), -100, createExportClock(timeZone));
  RawMessageSchema.parse(message);
  return message;
}

Deno.test("chats of all kinds get Telegram's marked id, unknown kinds too", async () => {
  const chats: [type: unknown, id: number, channelId: number, chatType: string][] = [
    ["personal_chat", 5, 5, "personal_chat"],
    ["bot_chat", 5, 5, "bot_chat"],
    ["saved_messages", 5, 5, "saved_messages"],
    ["replies", 1271266957, 1271266957, "other"],
    ["verification_codes", 489000, 489000, "other"],
    ["private_group", 5, -5, "private_group"],
    ["private_supergroup", 5, -1000000000005, "private_supergroup"],
    ["public_supergroup", 5, -1000000000005, "public_supergroup"],
    ["private_channel", 5, -1000000000005, "private_channel"],
    ["public_channel", 5, -1000000000005, "public_channel"],
    [null, 5, 5, "other"],
  ];
  for (const [type, id, channelId, chatType] of chats) {
    const text = JSON.stringify({ type, id, messages: [exportedMessage(1, "x")] }, null, 1);
    const [chat] = await readExportText(text);
    assert(chat?.kind === "chat");
    assert.deepEqual(chat.channel, { channelId, channelLink: null, title: null, chatType });
  }
});

Deno.test("an account whose chats have no messages, or no name, is read", async () => {
  const chats = [
    { name: null, type: "personal_chat", id: 5, messages: [] },
    { type: "saved_messages", id: 6, messages: [exportedMessage(1, "note")] },
  ];
  for (const indent of [0, 1]) {
    const text = JSON.stringify(
      { about: "x", chats: { about: "y", list: chats }, left_chats: { list: [] } },
      null,
      indent,
    );
    assert.deepEqual(summarize(await readExportText(text)), ["chat 5", "chat 6", "1 note"]);
  }
});

Deno.test("an account of which only left chats were exported is read", async () => {
  const chat = { name: "Gone", type: "private_channel", id: 8, messages: [exportedMessage(1, "bye")] };
  const text = JSON.stringify({ about: "x", left_chats: { about: "y", list: [chat] } }, null, 1);
  assert.deepEqual(summarize(await readExportText(text)), ["chat -1000000000008", "1 bye"]);
});

Deno.test("a message of an export from before 2022 has a local date, numbers for senders and no entities apart", () => {
  const record = {
    id: 7,
    type: "message",
    date: "2020-05-01T08:00:00",
    edited: "1970-01-01T07:30:00",
    from: "Agency",
    from_id: 4_300_000_005,
    text: ["see ", { type: "link", text: "t.me/x" }],
  };
  const message = parse(record, "Asia/Singapore");
  assert.deepEqual(message.messageDate, new Date("2020-05-01T00:00:00Z"));
  assert.equal(message.editDate, null);
  assert.equal(message.senderId, 4_300_000_005 - 2 ** 32);
  assert.equal(message.text, "see t.me/x");
  assert.deepEqual(message.entities, record.text);
});

Deno.test("names that are null stay null, and a forward of a hidden sender is a forward", () => {
  const message = parse({
    id: 1,
    type: "message",
    ...INSTANT,
    from: null,
    from_id: "user5",
    forwarded_from: null,
    text: "",
  });
  assert.deepEqual([message.senderName, message.senderId, message.isForward], [null, 5, true]);
  const service = parse({
    id: 1,
    type: "service",
    ...INSTANT,
    actor: null,
    actor_id: "channel5",
    action: "future_action",
    text: "",
  });
  assert.deepEqual([service.kind, service.senderName, service.senderId], ["service", null, -1000000000005]);
});

Deno.test("history that came from a basic group has negative ids", () => {
  const message = parse({
    id: -999_999_990,
    type: "message",
    ...INSTANT,
    reply_to_message_id: -999_999_991,
    text: "x",
  });
  assert.deepEqual([message.messageId, message.replyToMessageId], [-999_999_990, -999_999_991]);
});

Deno.test("of a key that stands twice the last counts, and both stay in the kept JSON", () => {
  const json =
    '{"id":1,"type":"service","date_unixtime":"1714521600","action":"send_webview_data","text":"a","text":"b"}';
  const message = parseExportRecord(json, -100, createExportClock(null));
  assert.deepEqual([message.text, message.messageJson], ["b", json]);
});

Deno.test("media are described as the export does, and a contact's number is not among that", () => {
  const attached: [media: Record<string, unknown>, described: Record<string, unknown> | null][] = [
    [{ photo: "(File not included. Change data exporting settings to download.)", width: 1, height: 2 }, {
      photo: "(File not included. Change data exporting settings to download.)",
      width: 1,
      height: 2,
    }],
    [{ file: "a.webp", media_type: "sticker", sticker_emoji: "🎉" }, {
      media_type: "sticker",
      file: "a.webp",
      sticker_emoji: "🎉",
    }],
    [{ location_information: null, place_name: "Hall" }, { location_information: null, place_name: "Hall" }],
    [{ poll: { question: ["a", { type: "bold", text: "b" }], answers: [] } }, {
      poll: { question: ["a", { type: "bold", text: "b" }], answers: [] },
    }],
    [{ invoice_information: '{"amount":5}' }, { invoice_information: '{"amount":5}' }],
    [{ contact_information: { first_name: "A", phone_number: "123" } }, null],
  ];
  for (const [media, described] of attached) {
    assert.deepEqual(parse({ id: 1, type: "message", ...INSTANT, ...media, text: "" }).media, described);
  }
});

Deno.test("buttons, reactions and entities of all types are kept with the message", () => {
  const entities = [
    { type: "plain", text: "a" },
    { type: "mention_name", text: "b", user_id: 5 },
    { type: "custom_emoji", text: "c", document_id: "(File not included)" },
    { type: "pre", text: "d", language: "" },
    { type: "blockquote", text: "e", collapsed: true },
    { type: "unknown", text: "f" },
  ];
  const record = {
    id: 1,
    type: "message",
    ...INSTANT,
    text: entities.map((entity) => entity.type === "plain" ? entity.text : entity),
    text_entities: entities,
    inline_bot_buttons: [[{ type: "callback", text: "Go", dataBase64: "AA==" }]],
    reactions: [{ type: "paid", count: 3 }],
  };
  const message = parse(record);
  assert.equal(message.text, "abcdef");
  assert.deepEqual(message.entities, entities);
  assert.deepEqual(JSON.parse(message.messageJson), record);
});

Deno.test("a rich message of a 2026 build gives all its texts in order", () => {
  const rich = {
    blocks: [
      { type: "title", text: "Lessons" },
      { type: "paragraph", text: ["P5 ", { type: "bold", text: ["Maths", "!"] }] },
      { type: "list", items: [{ blocks: [{ type: "paragraph", text: "Mon" }] }, { text: "Tue" }] },
      { type: "photo", photo: "photos/1.jpg" },
    ],
  };
  const message = parse({ id: 1, type: "message", ...INSTANT, rich_message: rich });
  assert.equal(message.text, "Lessons\nP5 Maths!\nMon\nTue");
  assert.equal(parse({ id: 1, type: "message", ...INSTANT, rich_message: "plain" }).text, "plain");
});

Deno.test("whatever JSON a record is, it becomes a message that fits the schema, or is refused with a reason", () => {
  const keys = [
    "id",
    "type",
    "date",
    "date_unixtime",
    "edited_unixtime",
    "from",
    "from_id",
    "actor",
    "actor_id",
  ]
    .concat(
      "forwarded_from",
      "reply_to_message_id",
      "text",
      "text_entities",
      "rich_message",
      "photo",
      "poll",
    );
  const value = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom<unknown>(1, -7, 1.5, 2 ** 60, "x", "1714521600", "user5", null, true, []),
    },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  );
  const changes = fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 6 });
  fc.assert(
    fc.property(changes, (changed) => {
      const json = JSON.stringify({ id: 1, type: "message", ...INSTANT, text: "x", ...changed });
      try {
        const message = parseExportRecord(json, -100, createExportClock("Asia/Singapore"));
        RawMessageSchema.parse(message);
        assert(message.text.isWellFormed() && !message.text.includes("\0"));
        assert.deepEqual(JSON.parse(message.messageJson), JSON.parse(json));
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        assert.notEqual(error.message, "");
      }
    }),
    { seed: 20240501, numRuns: 3000 },
  );
});
