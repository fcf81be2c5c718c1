import assert from "node:assert/strict";
import * as z from "zod";
import { iterSampleExport, type SampleExportOptions } from "../../lib/samples/iter_sample_export.ts";
import { iterSampleMessages } from "../../lib/samples/iter_sample_messages.ts";
import { chooseAgencies, SAMPLE_AGENCIES } from "../../lib/samples/sample_agencies.ts";

const OPTIONS = { seed: 9, messagesPerChannel: 120, since: new Date("2026-01-05T00:00:00+08:00") };
const AGENCIES = chooseAgencies(["bluekite", "durian_desk"]);

const DATE = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
const SECONDS = z.string().regex(/^\d+$/);
const EntitySchema = z.strictObject({ type: z.string(), text: z.string() });
const common = {
  id: z.int().positive(),
  date: DATE,
  date_unixtime: SECONDS,
  text_entities: z.array(EntitySchema),
};
const MessageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    ...common,
    type: z.literal("message"),
    edited: DATE.optional(),
    edited_unixtime: SECONDS.optional(),
    from: z.string(),
    from_id: z.string().regex(/^(?:user|channel)\d+$/),
    forwarded_from: z.string().optional(),
    reply_to_message_id: z.int().positive().optional(),
    photo: z.string().optional(),
    photo_file_size: z.int().optional(),
    file: z.string().optional(),
    file_name: z.string().optional(),
    mime_type: z.string().optional(),
    thumbnail: z.string().optional(),
    media_type: z.string().optional(),
    sticker_emoji: z.string().optional(),
    width: z.int().optional(),
    height: z.int().optional(),
    text: z.union([z.string(), z.array(z.union([z.string(), EntitySchema])).min(1)]),
    reactions: z.array(z.strictObject({ type: z.literal("emoji"), count: z.int(), emoji: z.string() }))
      .optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal("service"),
    actor: z.string(),
    actor_id: z.string(),
    action: z.string(),
    title: z.string().optional(),
    message_id: z.int().optional(),
    text: z.literal(""),
  }),
]);
const ChatSchema = z.strictObject({
  name: z.string(),
  type: z.enum(["public_channel", "private_channel", "public_supergroup"]),
  id: z.int().positive(),
  messages: z.array(MessageSchema),
});
const ExportSchema = z.strictObject({
  about: z.string(),
  chats: z.strictObject({ about: z.string(), list: z.array(ChatSchema) }),
});

function exportText(options: Partial<SampleExportOptions> = {}): string {
  return [...iterSampleExport({ ...OPTIONS, agencies: AGENCIES, ...options })].join("");
}

Deno.test("an export of all channels has the shape of Telegram Desktop's result.json", () => {
  const { chats } = ExportSchema.parse(JSON.parse(exportText({ agencies: SAMPLE_AGENCIES })));
  assert.equal(chats.list.length, SAMPLE_AGENCIES.length);
  const messages = chats.list.flatMap((chat) => chat.messages);
  assert.equal(messages.length, SAMPLE_AGENCIES.length * OPTIONS.messagesPerChannel);
  for (const message of messages) {
    const plain = typeof message.text === "string"
      ? message.text
      : message.text.map((part) => (typeof part === "string" ? part : part.text)).join("");
    assert.equal(plain, message.text_entities.map((part) => part.text).join(""));
    assert.equal(Date.parse(`${message.date}+08:00`) / 1000, Number(message.date_unixtime));
  }
});

Deno.test("the export of one channel is the chat itself, and is printed with one space", () => {
  const text = exportText({ agencies: chooseAgencies(["bluekite"]) });
  const chat: unknown = JSON.parse(text);
  assert.equal(ChatSchema.parse(chat).id, 1455190238);
  assert.ok(text === JSON.stringify(chat, null, 1));
  const list = exportText();
  assert.ok(list === JSON.stringify(JSON.parse(list), null, 1));
  assert.throws(() => exportText({ shape: "single_chat" }), /name 2 agencies/);
});

Deno.test("the same seed gives the same bytes, another seed others", () => {
  assert.ok(exportText() === exportText());
  assert.ok(exportText() !== exportText({ seed: 10 }));
});

Deno.test("a long export comes in pieces of bounded length", () => {
  let pieces = 0;
  let longest = 0;
  for (
    const piece of iterSampleExport({
      ...OPTIONS,
      messagesPerChannel: 20_000,
      agencies: AGENCIES.slice(0, 1),
    })
  ) {
    pieces++;
    longest = Math.max(longest, piece.length);
  }
  assert.ok(pieces > 200 && longest < 80_000, `${pieces} pieces, the longest of ${longest}`);
});

Deno.test("a later export lacks the deleted messages and shows the edited ones as edited", () => {
  const { chats } = ExportSchema.parse(JSON.parse(exportText({ revision: 2 })));
  const expected = [...iterSampleMessages({ ...OPTIONS, agencies: AGENCIES, revision: 2 })];
  const remaining = expected.filter((message) => !message.isDeleted);
  assert.ok(remaining.length < expected.length);
  const messages = chats.list.flatMap((chat) => chat.messages);
  assert.deepEqual(messages.map((message) => message.id), remaining.map((message) => message.messageId));
  assert.deepEqual(
    messages.map((message) => (message.type === "message" ? message.edited_unixtime ?? null : null)),
    remaining.map(({ editDate }) => (editDate === null ? null : String(editDate.getTime() / 1000))),
  );
});

Deno.test("an old build's export knows local dates only", () => {
  const text = exportText({ oddities: ["old_build"] });
  assert.ok(!/unixtime|text_entities|reactions/.test(text));
  assert.ok(/"from_id": \d+/.test(text));
  JSON.parse(text);
});

Deno.test("odd escapes, half surrogates and unsupported messages come when asked for", () => {
  const escapes = exportText({ oddities: ["invalid_escapes"] });
  assert.throws(() => JSON.parse(escapes), SyntaxError);
  JSON.parse(escapes.replaceAll("\\x0B", "\\u000b"));
  assert.ok(exportText({ oddities: ["lone_surrogates"] }).includes('\\ud83d"'));
  const unsupported = exportText({ oddities: ["unsupported_messages"] });
  assert.ok(/"id": 1,\n {6}"type": "unsupported"\n/.test(unsupported));
  assert.ok(!unsupported.includes('"service"'));
});
