import assert from "node:assert/strict";
import { SeededRandom } from "../../lib/core/seeded_random.ts";
import { exportedChannel, exportedMessage, readExportText, summarize } from "./read_export_text.ts";

const CHAT = { name: "Tuition", type: "public_channel", id: 7 };
const CHAT_ID = "chat -1000000000007";

Deno.test("a single chat, a list of chats and a whole account give the same messages", async () => {
  const chat = { ...CHAT, messages: [exportedMessage(1, "one"), exportedMessage(2, "two")] };
  const left = { name: null, type: "private_group", id: 8, messages: [exportedMessage(1, "three")] };
  const shapes: [unknown, string[]][] = [
    [chat, [CHAT_ID, "1 one", "2 two"]],
    [[chat, left], [CHAT_ID, "1 one", "2 two", "chat -8", "1 three"]],
    [{ about: "...", list: [chat] }, [CHAT_ID, "1 one", "2 two"]],
    [{
      about: "Here is the data",
      personal_information: { user_id: 1, bio: 'a "quoted" } text' },
      contacts: { about: "", list: [{ user_id: 5, messages: [1, 2] }] },
      chats: { about: "", list: [chat] },
      left_chats: { about: "", list: [left] },
    }, [CHAT_ID, "1 one", "2 two", "chat -8", "1 three"]],
  ];
  for (const [shape, expected] of shapes) {
    for (const indent of [0, 1, 4]) {
      assert.deepEqual(summarize(await readExportText(JSON.stringify(shape, null, indent))), expected);
    }
  }
});

Deno.test("chunks of any size give the same events, wherever they cut", async () => {
  const text = exportedChannel([
    exportedMessage(1, 'quotes \\" and \\\\ and { [ ] } \n 📚 é'),
    exportedMessage(2, ["plain ", { type: "bold", text: "bold" }]),
    { id: 3, type: "unsupported" },
  ]);
  const whole = await readExportText(text, { chunkBytes: 1_000_000 });
  for (const chunkBytes of [1, 2, 3, 5, 64, 1000]) {
    assert.deepEqual(await readExportText(text, { chunkBytes }), whole);
  }
});

Deno.test("the record's JSON is kept as it stands in the file, duplicate keys included", async () => {
  const record =
    '{ "id": 1, "type": "service", "date_unixtime": "1714521600",\n   "text": "a",   "text": "b" }';
  const [, event] = await readExportText(`{"type":"public_channel","id":7,"messages":[${record}]}`);
  assert.equal(event?.kind === "message" && event.message.messageJson, record);
});

Deno.test("a chat's fields may stand behind its messages", async () => {
  const text = `{"messages":[${JSON.stringify(exportedMessage(1, "one"))}],"id":7,"type":"public_channel"}`;
  assert.deepEqual(summarize(await readExportText(text)), [CHAT_ID, "1 one"]);
  const account = JSON.stringify({
    chats: {
      list: [{ messages: [exportedMessage(1, "x")], type: "private_group", id: 4 }, {
        ...CHAT,
        messages: [],
      }],
    },
  });
  assert.deepEqual(summarize(await readExportText(account)), ["chat -4", "1 x", CHAT_ID]);
});

Deno.test("a byte order mark is passed over and offsets count from the file's start", async () => {
  const text = exportedChannel([exportedMessage(1, "one")]);
  const events = await readExportText(`\uFEFF${text}`, { chunkBytes: 50 });
  const plain = await readExportText(text);
  assert.deepEqual(summarize(events), [CHAT_ID, "1 one"]);
  const [before, after] = [plain[1], events[1]];
  assert(before?.kind === "message" && after?.kind === "message");
  assert.equal(after.place.byteOffset, before.place.byteOffset + 3);
});

Deno.test("a record that cannot be read is rejected with its place and the others are read", async () => {
  const text = exportedChannel([
    exportedMessage(1, "one"),
    exportedMessage(2, "two", { date_unixtime: "yesterday" }),
    { id: "x", type: "message" },
    { id: 4, type: "hologram" },
    { id: 5, type: "message", text: "no date" },
    exportedMessage(6, "six"),
  ]);
  const events = await readExportText(text);
  assert.deepEqual(summarize(events), [
    CHAT_ID,
    "1 one",
    'reject 1 2: date is "yesterday", expected seconds since 1970',
    'reject 2 null: id is "x", expected a whole number',
    'reject 3 4: type is "hologram", expected message, service or unsupported',
    "reject 4 5: it has no date",
    "6 six",
  ]);
  const reject = events[2];
  assert(reject?.kind === "reject" && reject.reject.record !== null);
  assert.equal(text.slice(reject.reject.byteOffset).startsWith(reject.reject.record), true);
});

Deno.test("an export cut off anywhere keeps the whole messages before and says where it stops", async () => {
  const texts = ["one", "two { ] \\", "three"];
  const text = exportedChannel(texts.map((value, index) => exportedMessage(index + 1, value)));
  const whole = summarize(await readExportText(text));
  const ends = [...text.matchAll(/^ {2}\}/gm)].map((match) => match.index + 3);
  for (let length = text.indexOf("[") + 1; length < text.length; length++) {
    const events = summarize(await readExportText(text.slice(0, length), { chunkBytes: 64 }));
    const complete = ends.filter((end) => end <= length).length;
    assert.deepEqual(events.slice(0, complete + 1), whole.slice(0, complete + 1));
    assert.match(events.at(-1) ?? "", /^stop \d+: the file ends before the export does$/);
    assert(events.length <= complete + 3, `at most one message is cut, length ${length}`);
  }
});

Deno.test("one broken byte costs one message, and what is around it is read", async () => {
  const random = new SeededRandom(20240501);
  const messages = Array.from(
    { length: 12 },
    (_, index) =>
      exportedMessage(index + 1, ["see ", { type: "bold", text: "b" }, ' {"x": [1]}'], {
        text_entities: [{ type: "plain", text: "see " }, { type: "bold", text: "b" }],
      }),
  );
  const clean = new TextEncoder().encode(exportedChannel(messages));
  // The first message stays whole: it shows that dates carry their instant.
  const first = new TextDecoder().decode(clean).indexOf('"id": 2');
  for (let round = 0; round < 400; round++) {
    const bytes = clean.slice();
    bytes[random.integer(first, bytes.length - 6)] = random.pick([
      0x22,
      0x5c,
      0x7b,
      0x7d,
      0x5b,
      0x5d,
      0x20,
      0x78,
      0,
    ]);
    const events = await readExportText(bytes, { chunkBytes: 256 });
    const read = events.filter((event) => event.kind === "message").length;
    assert(read >= 11, `round ${round}: only ${read} of 12 messages: ${summarize(events).join("; ")}`);
  }
});

Deno.test("text behind the export's end is pointed out", async () => {
  const text = exportedChannel([exportedMessage(1, "one")]);
  assert.deepEqual(summarize(await readExportText(`${text}\n{}`)), [
    CHAT_ID,
    "1 one",
    `stop ${text.length + 1}: the export ends there, but the file does not`,
  ]);
});

Deno.test("JSON that holds no chats is refused with a remedy", async () => {
  for (
    const text of ["{}", "[]", '"text"', '{"contacts":{"list":[]}}', '[{"id":1,"text":"x"}]', "not JSON", " "]
  ) {
    await assert.rejects(readExportText(text), {
      name: "UserError",
      message: /^Cannot import "result\.json": it holds no chats with messages; export them/,
    });
  }
});

Deno.test("a chat without an id is left out with a reject", async () => {
  const text = JSON.stringify([{ name: "x", messages: [exportedMessage(1, "lost")] }, {
    ...CHAT,
    messages: [exportedMessage(2, "two")],
  }]);
  assert.deepEqual(summarize(await readExportText(text)), [
    "reject null null: the chat has no id or no type, so its messages are left out",
    CHAT_ID,
    "2 two",
  ]);
});

const ACCOUNT = {
  about: "Here is the data",
  chats: { about: "", list: [{ ...CHAT, messages: [exportedMessage(1, "one"), exportedMessage(2, "two")] }] },
  left_chats: {
    about: "",
    list: [8, 9].map((id) => ({
      name: "Gone",
      type: "private_group",
      id,
      messages: [exportedMessage(id, "left")],
    })),
  },
};
const LEFT = ["chat -8", "8 left", "chat -9", "9 left"];

Deno.test("a bracket that damage put into the head of a chat costs no other chat", async () => {
  for (const indent of [0, 1, 4]) {
    const text = JSON.stringify(ACCOUNT, null, indent);
    const places = ['"name": "Tui', '"type": "public', '"id": 7', '"messages"'].map((key) =>
      text.indexOf(indent === 0 ? key.replace(" ", "") : key)
    );
    for (const place of places) {
      for (const bracket of ["\n}", "\n]\n}", "}", "{", "[", '"', "\n}\n,"]) {
        const events = summarize(await readExportText(text.slice(0, place) + bracket + text.slice(place)));
        assert.deepEqual(events.filter((event) => LEFT.includes(event)), LEFT, JSON.stringify(bracket));
        assert(events.some((event) => /^(?:reject|stop)/.test(event)), "damage is told of");
      }
    }
  }
});

Deno.test("a list of messages that damage ends early goes on, in the same chat", async () => {
  for (const indent of [0, 1]) {
    const text = JSON.stringify(ACCOUNT, null, indent);
    const place = text.indexOf("one");
    for (const brackets of ['"}]}', '"}]}]}', '"}]}]}}', '"}\n ]\n}']) {
      const events = summarize(await readExportText(text.slice(0, place) + brackets + text.slice(place)));
      const wanted = [CHAT_ID, "2 two", ...LEFT];
      assert.deepEqual(events.filter((event) => wanted.includes(event)), wanted, brackets);
    }
  }
});

Deno.test("valid JSON is read whole whatever its layout and the order of a chat's keys", async () => {
  const lined = JSON.stringify(ACCOUNT, null, 1);
  const sorted = {
    chats: {
      list: [{
        id: 7,
        messages: [exportedMessage(1, "one"), exportedMessage(2, "two")],
        name: "",
        type: null,
      }],
    },
  };
  const whole = [CHAT_ID, "1 one", "2 two", ...LEFT];
  const layouts: [string, string[]][] = [
    [lined.replaceAll("\n", "\r\n"), whole],
    [lined.replaceAll(/\n */g, ""), whole],
    [lined.replaceAll(/\n */g, "\n"), whole],
    [lined.replaceAll(/,\n */g, ", "), whole],
    [lined.replaceAll(/(?<=[\[{])\n */g, ""), whole],
    [lined.replaceAll(/\n *(?=[\]}])/g, ""), whole],
    [JSON.stringify(sorted, null, 1), ["chat 7", "1 one", "2 two"]],
  ];
  for (const [text, expected] of layouts) {
    assert.deepEqual(summarize(await readExportText(text, { chunkBytes: 100 })), expected, text.slice(0, 60));
  }
});

Deno.test("a message that has lost its end and taken in others is refused alone, though it may be valid JSON", async () => {
  const nested = exportedMessage(1, [{ type: "bold", text: "one" }]);
  const text = exportedChannel([nested, exportedMessage(2, "two"), exportedMessage(3, "three")])
    .replace(/\n {4}\}\n {3}\]\n {2}\}/, "\n    }").replace(/\n\}$/, "\n ]}\n}");
  assert.deepEqual(summarize(await readExportText(text)).slice(0, 4), [
    CHAT_ID,
    "reject 0 1: it has no end",
    "2 two",
    "3 three",
  ]);
});

Deno.test("a chat whose type is damaged is left out: its messages are not given to another chat's id", async () => {
  const text = JSON.stringify(ACCOUNT, null, 1).replace(
    '"type": "private_group"',
    '"ty"pe": "private_group"',
  );
  const events = summarize(await readExportText(text));
  assert(!events.includes("chat 8"));
  assert.deepEqual(events.slice(-2), LEFT.slice(-2));
});
