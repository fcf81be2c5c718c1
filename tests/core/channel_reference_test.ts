import assert from "node:assert/strict";
import {
  bareChannelId,
  formatChannelReference,
  markedChannelId,
  parseChannelList,
  parseChannelReference,
} from "../../lib/core/channel_reference.ts";
import { UserError } from "../../lib/core/errors.ts";

Deno.test("every way of writing a public channel gives its username in lower case", () => {
  for (
    const text of [
      "t.me/SomeChannel",
      "https://t.me/SomeChannel",
      "http://www.t.me/SomeChannel/",
      "HTTPS://T.ME/SomeChannel",
      "telegram.me/SomeChannel",
      "t.me/s/SomeChannel",
      "https://t.me/SomeChannel/123?single",
      "somechannel.t.me",
      "https://SomeChannel.t.me/123",
      "@SomeChannel",
      "SomeChannel",
      "  somechannel ",
    ]
  ) assert.deepEqual(parseChannelReference(text), { kind: "username", username: "somechannel" }, text);
});

Deno.test("every way of writing an id gives Telegram's marked id", () => {
  for (
    const text of [
      "-1001234567890",
      "1234567890",
      "t.me/c/1234567890",
      "https://t.me/c/1234567890/55",
      "1234567890 ",
    ]
  ) {
    assert.deepEqual(parseChannelReference(text), { kind: "id", channelId: -1_001_234_567_890 }, text);
  }
  assert.deepEqual(parseChannelReference("-4567"), { kind: "id", channelId: -4567 });
});

Deno.test("what names no channel is an error that shows it and how to write one", () => {
  for (
    const text of [
      "",
      "t.me/",
      "t.me",
      "https://example.com/SomeChannel",
      "abc",
      "1abc",
      "a b",
      "0",
      "t.me/+Invite_Hash",
      "t.me/joinchat/AAAAAEkk2WdoDrB4",
      "@",
      "9".repeat(20),
    ]
  ) {
    assert.throws(
      () => parseChannelReference(text),
      (error) =>
        error instanceof UserError && error.message.includes(`"${text}"`) &&
        error.message.includes("t.me/SomeChannel"),
      text,
    );
  }
});

Deno.test("marked and bare ids turn into each other, and only channels have a bare id", () => {
  assert.equal(markedChannelId(1_234_567_890), -1_001_234_567_890);
  assert.equal(bareChannelId(-1_001_234_567_890), 1_234_567_890);
  assert.equal(bareChannelId(-4567), null);
  assert.equal(bareChannelId(4567), null);
  assert.equal(bareChannelId(-1_000_000_000_000), null);
});

Deno.test("a list may be separated by commas or a JSON array, with repeats in any form dropped", () => {
  const expected = [
    { kind: "username", username: "channel_a" },
    { kind: "id", channelId: -1_001_234_567_890 },
  ];
  assert.deepEqual(parseChannelList("t.me/channel_a, -1001234567890 ,@Channel_A,"), expected);
  assert.deepEqual(parseChannelList(' ["t.me/channel_a", 1234567890, "t.me/c/1234567890"] '), expected);
  assert.deepEqual(parseChannelList(""), []);
  assert.deepEqual(parseChannelList("[]"), []);
});

Deno.test("a broken array is an error that shows both formats", () => {
  for (const text of ["[t.me/a]", '["t.me/channel_a"', '[["t.me/channel_a"]]', "[null]"]) {
    assert.throws(
      () => parseChannelList(text),
      (error) => error instanceof UserError && /\["t\.me.* or t\.me/.test(error.message),
      text,
    );
  }
});

Deno.test("the normal form of a reference reads as the same reference", () => {
  for (const text of ["@SomeChannel", "-1001234567890"]) {
    const reference = parseChannelReference(text);
    assert.deepEqual(parseChannelReference(formatChannelReference(reference)), reference);
  }
});
