import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { type RawMessage, RawMessageSchema } from "../../lib/schema/raw_message.ts";
import { convertMessage } from "../../lib/telegram/convert_message.ts";
import { createExportClock } from "../../lib/telegram/export_date.ts";
import { parseExportRecord } from "../../lib/telegram/export_record.ts";
import { Api } from "../../lib/telegram/gramjs.ts";
import { readPeerNames } from "../../lib/telegram/peer_names.ts";
import { readObject, toLong } from "../support/mtproto_codec.ts";
import { channelObject, messageObject } from "../support/telegram_objects.ts";
import { TelegramWorld, type WorldChannel, type WorldMessage } from "../support/telegram_world.ts";

const CHANNEL_ID = -1000000000008;
const WORLD = new TelegramWorld();
const CHANNEL = WORLD.addChannel({ id: 8, title: "Tuition" });
const PLAIN: WorldMessage = {
  id: 5,
  date: 1_735_700_000,
  text: "",
  editDate: null,
  senderId: null,
  replyTo: null,
  forwardedFrom: null,
  entities: [],
  media: null,
  isService: false,
};

/** A message as the client gets it: written and read again. */
async function convert(message: Partial<WorldMessage>, channel: WorldChannel = CHANNEL): Promise<RawMessage> {
  const names = readPeerNames([channelObject(channel)]);
  return await convertObject(messageObject(channel, { ...PLAIN, ...message }), names);
}

async function convertObject(
  object: Api.TypeMessage,
  names = new Map<number, string>(),
): Promise<RawMessage> {
  const read = await readObject(object.getBytes());
  assert.ok(
    read instanceof Api.Message || read instanceof Api.MessageService || read instanceof Api.MessageEmpty,
  );
  const message = convertMessage(read, names);
  assert.ok(message !== null);
  return RawMessageSchema.parse(message);
}

/** The same message as Telegram Desktop exports it. */
function parseExport(record: Record<string, unknown>): RawMessage {
  const common = {
    id: 5,
    type: "message",
    date_unixtime: "1735700000",
    from: "Tuition",
    from_id: "channel8",
  };
  return parseExportRecord(JSON.stringify({ ...common, ...record }), CHANNEL_ID, createExportClock(null));
}

/** What an export does not tell, or tells of files that it wrote itself. */
function withoutSource(message: RawMessage) {
  const { messageJson: _, views: __, forwards: ___, media, ...rest } = message;
  return {
    ...rest,
    media: media === null ? null : { file_name: media["file_name"], mime_type: media["mime_type"] },
  };
}

Deno.test("a message from Telegram has the fields that an export of it gives", async () => {
  const text = "Sec 3 Maths 📚 at Bishan, apply here";
  const pairs: [live: Partial<WorldMessage>, exported: Record<string, unknown>][] = [
    [{ text: "plain\0 and \ud800" }, { text: "plain\0 and \ud800", text_entities: [] }],
    [
      {
        text,
        entities: [{ type: "bold", offset: 0, length: 14 }, { type: "text_link", offset: 32, length: 4 }],
      },
      {
        text: [{ type: "bold", text: "Sec 3 Maths 📚" }, " at Bishan, apply ", {
          type: "text_link",
          text: "here",
          href: "https://example.org/",
        }],
        text_entities: [
          { type: "bold", text: "Sec 3 Maths 📚" },
          { type: "plain", text: " at Bishan, apply " },
          { type: "text_link", text: "here", href: "https://example.org/" },
        ],
      },
    ],
    [
      { text: "edited", editDate: 1_735_700_060, replyTo: 3 },
      { text: "edited", edited_unixtime: "1735700060", reply_to_message_id: 3 },
    ],
    [{ text: "passed on", forwardedFrom: "Another" }, { text: "passed on", forwarded_from: "Another" }],
    [
      { text: "", media: "file" },
      { text: "", file: "files/notes.pdf", file_name: "notes.pdf", mime_type: "application/pdf" },
    ],
    [
      { text: "New title", isService: true, replyTo: 3 },
      { type: "service", actor: "Tuition", actor_id: "channel8", action: "edit_group_title", text: "" },
    ],
  ];
  for (const [live, exported] of pairs) {
    const expected = parseExport(exported);
    assert.deepEqual(withoutSource(await convert(live)), withoutSource(expected), JSON.stringify(live));
  }
});

Deno.test("what Telegram alone tells is kept: views, the whole source, what is attached", async () => {
  const message = await convert({
    text: "a post",
    media: "photo",
    entities: [{ type: "bold", offset: 0, length: 1 }],
  });
  assert.deepEqual([message.views, message.forwards], [10, 1]);
  assert.deepEqual(message.media, { photo: "99", width: 800, height: 600 });
  const source = JSON.parse(message.messageJson);
  assert.equal(source._, "Message");
  assert.equal(source.message, "a post");
  assert.deepEqual(source.peerId, { _: "PeerChannel", channelId: "8" });
  assert.deepEqual(source.entities, [{ _: "MessageEntityBold", offset: 0, length: 1 }]);
  assert.equal(source.media.photo.id, "99");
  assert.ok(!message.messageJson.includes("fileReference"));
});

Deno.test("an album keeps its number, an entity inside of another gives way, and offsets beyond the text are passed over", async () => {
  const message = await convertObject(
    new Api.Message({
      id: 7,
      peerId: new Api.PeerChannel({ channelId: toLong(8) }),
      date: 1,
      message: "bold",
      groupedId: toLong(2n ** 62n),
      entities: [
        new Api.MessageEntityBold({ offset: 0, length: 4 }),
        new Api.MessageEntityItalic({ offset: 0, length: 4 }),
        new Api.MessageEntityUnderline({ offset: 2, length: 40 }),
      ],
    }),
  );
  assert.deepEqual(message.entities, [{ type: "bold", text: "bold" }]);
  assert.equal(JSON.parse(message.messageJson).groupedId, String(2n ** 62n));
  assert.equal(message.senderName, null);
});

Deno.test("what is attached goes by the names of an export, and a contact's number stays in the source", async () => {
  const describe = async (media: Api.TypeMessageMedia) =>
    (await convertObject(
      new Api.Message({
        id: 7,
        peerId: new Api.PeerChannel({ channelId: toLong(8) }),
        date: 1,
        message: "",
        media,
      }),
    )).media;
  const point = new Api.GeoPoint({ lat: 1.25, long: 103.5, accessHash: toLong(1) });
  assert.deepEqual(await describe(new Api.MessageMediaGeo({ geo: point })), {
    location_information: { latitude: 1.25, longitude: 103.5 },
  });
  const contact = { phoneNumber: "+6590001234", firstName: "A", lastName: "B", vcard: "", userId: toLong(1) };
  assert.deepEqual(await describe(new Api.MessageMediaContact(contact)), {
    media_type: "MessageMediaContact",
  });
  assert.equal(
    await describe(new Api.MessageMediaWebPage({ webpage: new Api.WebPageEmpty({ id: toLong(1) }) })),
    null,
  );
  const video = new Api.DocumentAttributeVideo({ roundMessage: true, duration: 3.7, w: 240, h: 240 });
  assert.deepEqual(
    await describe(
      new Api.MessageMediaDocument({
        document: new Api.Document({
          id: toLong(5),
          accessHash: toLong(1),
          fileReference: Buffer.alloc(0),
          date: 1,
          mimeType: "video/mp4",
          size: toLong(9),
          dcId: 2,
          attributes: [video],
        }),
      }),
    ),
    {
      file: "5",
      file_size: 9,
      mime_type: "video/mp4",
      media_type: "video_message",
      width: 240,
      height: 240,
      duration_seconds: 3,
    },
  );
});

Deno.test("the place of a message that is gone holds none", () => {
  assert.equal(convertMessage(new Api.MessageEmpty({ id: 3 }), new Map()), null);
});
