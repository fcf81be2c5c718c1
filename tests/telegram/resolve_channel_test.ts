import assert from "node:assert/strict";
import { parseTelegramReference } from "../../lib/telegram/telegram_reference.ts";
import { TelegramError } from "../../lib/telegram/telegram_error.ts";
import { telegramTest, withTelegram } from "../support/telegram_client.ts";
import { floodWait } from "../support/telegram_fault.ts";
import { TelegramWorld } from "../support/telegram_world.ts";

telegramTest("every way of writing a channel finds the same one", async () => {
  const world = new TelegramWorld();
  const channel = world.addChannel({
    id: 1234567,
    username: "TuitionPosts",
    title: "Tuition",
    inviteHash: "AbCdEfGh12",
  });
  world.post(channel, "a post");
  await withTelegram(world, async (telegram) => {
    for (
      const text of [
        "@TuitionPosts",
        "t.me/TuitionPosts",
        "https://t.me/s/TuitionPosts",
        "t.me/c/1234567/45",
        "1234567",
        "-1000001234567",
        "https://t.me/+AbCdEfGh12",
        "t.me/joinchat/AbCdEfGh12",
      ]
    ) {
      const reference = parseTelegramReference(text.replace("-1000001234567", "-1000001234567"));
      assert.deepEqual(await telegram.resolveChannel(reference), {
        channelId: -1000001234567,
        channelLink: "t.me/tuitionposts",
        title: "Tuition",
        chatType: "public_channel",
        username: "tuitionposts",
        isMember: true,
      }, text);
    }
  });
});

telegramTest("joined channels are found without asking for each name, however many there are", async () => {
  const world = new TelegramWorld();
  for (let id = 1; id <= 230; id++) {
    world.now++;
    world.post(
      world.addChannel({ id, username: id % 2 === 0 ? `channel_${id}` : null, isGroup: id % 3 === 0 }),
      "a post",
    );
  }
  await withTelegram(world, async (telegram, { line }) => {
    for (const id of [1, 100, 230]) {
      const channel = await telegram.resolveChannel({ kind: "id", channelId: -1000000000000 - id });
      assert.equal(channel.title, `Channel ${id}`);
    }
    const group = await telegram.resolveChannel({ kind: "username", username: "channel_6" });
    assert.equal(group.chatType, "public_supergroup");
    assert.equal(line.calls.includes("contacts.ResolveUsername"), false);
    assert.equal(line.calls.filter((call) => call === "messages.GetDialogs").length, 3);
  });
});

telegramTest(
  "a public channel that is not joined is found by its name, and told from joined ones",
  async () => {
    const world = new TelegramWorld();
    world.addChannel({ id: 5, username: "elsewhere", isMember: false });
    await withTelegram(world, async (telegram) => {
      const channel = await telegram.resolveChannel({ kind: "username", username: "elsewhere" });
      assert.equal(channel.isMember, false);
      assert.deepEqual((await telegram.fetchHistoryPage(channel, {})).messages, []);
    });
  },
);

telegramTest(
  "what cannot be read says why: unknown, a person, private, not joined, or too many questions",
  async () => {
    const world = new TelegramWorld();
    world.addUser({ id: 9, firstName: "somebody", lastName: null });
    world.addChannel({ id: 5, username: "closed_shop", isMember: false, isPrivate: true });
    world.addChannel({ id: 6, isMember: false, inviteHash: "NotYetJoined" });
    await withTelegram(world, async (telegram, { line }) => {
      const failures: [text: string, kind: string, message: RegExp][] = [
        ["@nobody", "unknown_channel", /t\.me\/nobody: Telegram answers USERNAME_NOT_OCCUPIED/],
        ["@somebody", "unknown_channel", /a person or a bot/],
        ["t.me/c/77/1", "unknown_channel", /none of the chats of this account/],
        ["@closed_shop", "channel_private", /may not read it/],
        ["t.me/+NotYetJoined", "channel_private", /t\.me\/\+Not\.\.\.: this account has not joined it/],
        ["t.me/+ExpiredLongAgo", "unknown_channel", /INVITE_HASH_EXPIRED/],
      ];
      for (const [text, kind, message] of failures) {
        await assert.rejects(telegram.resolveChannel(parseTelegramReference(text)), (error) => {
          assert.ok(error instanceof TelegramError, String(error));
          assert.equal(error.kind, kind, text);
          assert.match(error.message, message);
          return true;
        });
      }
      line.faults = (method) => method === "contacts.ResolveUsername" ? floodWait(81_234) : null;
      await assert.rejects(telegram.resolveChannel(parseTelegramReference("@nobody")), (error) => {
        assert.ok(error instanceof TelegramError);
        assert.equal(error.kind, "flood_wait");
        assert.equal(error.seconds, 81_234);
        assert.match(error.message, /81,234 s/);
        return true;
      });
    });
  },
);
