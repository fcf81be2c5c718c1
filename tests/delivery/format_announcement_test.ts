import assert from "node:assert/strict";
import fc from "fast-check";
import { formatAnnouncement, linkToPost } from "../../lib/delivery/format_announcement.ts";
import type { Announcement } from "../../lib/extraction/announcement.ts";
import { readBotHtml } from "../support/bot_html.ts";

const POST = {
  channelId: -1001234567890,
  channelLink: "t.me/some_agency",
  channelTitle: "Some Agency",
  messageId: 42,
};
const ITEM: Announcement = {
  title: "Sec 3 E Maths",
  code: "A123",
  lines: [{ label: "Where", text: "Bishan" }, { label: "Rate", text: "$40-50/h" }],
  isOpen: true,
  facts: { requests: [], areas: [], isRemote: false, rate: null },
};

function shownText(html: string): string {
  const read = readBotHtml(html);
  assert.ok("text" in read, JSON.stringify(read));
  return read.text;
}

Deno.test("an open item shows its title, its lines, its code and the way to the post", () => {
  assert.equal(
    formatAnnouncement(ITEM, POST),
    "<b>Sec 3 E Maths</b>\n\n<b>Where:</b> Bishan\n<b>Rate:</b> $40-50/h\n\n" +
      '<code>A123</code> · <a href="https://t.me/some_agency/42">Some Agency</a>',
  );
});

Deno.test("a closed item says so first, and what it was is struck out", () => {
  assert.equal(
    formatAnnouncement({ ...ITEM, isOpen: false }, POST),
    "<b>CLOSED</b>\n<s><b>Sec 3 E Maths</b></s>\n\n" +
      '<code>A123</code> · <a href="https://t.me/some_agency/42">Some Agency</a>',
  );
});

Deno.test("what a post says is text and no markup", () => {
  const title = 'a < b & "c" <b>bold</b> &amp; <script>';
  const html = formatAnnouncement({ ...ITEM, title }, { ...POST, channelTitle: "<i>A & B" });
  assert.ok(shownText(html).startsWith(title));
  assert.ok(shownText(html).endsWith("A123 · <i>A & B"));
});

Deno.test("an item of which nothing is known can still be told of", () => {
  const html = formatAnnouncement(
    { ...ITEM, title: null, code: null, lines: [] },
    { ...POST, channelTitle: null, channelLink: null },
  );
  assert.equal(html, '<b>New assignment</b>\n\n<a href="https://t.me/c/1234567890/42">Original post</a>');
});

Deno.test("a link leads to a public post by its name, to a private one by its id, to a group's by none", () => {
  assert.equal(linkToPost(POST), "https://t.me/some_agency/42");
  assert.equal(linkToPost({ ...POST, channelLink: null }), "https://t.me/c/1234567890/42");
  assert.equal(linkToPost({ ...POST, channelLink: null, channelId: -77 }), null);
  assert.equal(linkToPost({ ...POST, messageId: -3 }), null);
});

Deno.test("a long line is cut at a word, and the last lines go where there is no room", () => {
  const words = "word ".repeat(2000);
  const lines = Array.from({ length: 30 }, (_, index) => ({ label: `Line ${index}`, text: words }));
  const html = formatAnnouncement({ ...ITEM, lines }, POST);
  const text = shownText(html);
  assert.ok(text.length <= 4096 && text.length > 3900, String(text.length));
  assert.ok(text.endsWith("A123 · Some Agency"));
  assert.match(text, /Line 0: (word )+word…\n/);
  assert.ok(!text.includes("Line 20"));
});

Deno.test("whatever a post says, Telegram takes the message", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 5000, unit: "binary" }),
    fc.string({ maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom("&", "<", ">", '"', "\n", "\ud83d", "\u0000", "a", "😀", " "),
      maxLength: 6000,
    }),
  );
  const item = fc.record({
    title: fc.option(text),
    code: fc.option(text),
    lines: fc.array(fc.record({ label: text, text }), { maxLength: 12 }),
    isOpen: fc.boolean(),
    facts: fc.constant(ITEM.facts),
  });
  fc.assert(
    fc.property(item, fc.option(text), (item, channelTitle) => {
      const shown = shownText(formatAnnouncement(item, { ...POST, channelTitle }));
      assert.ok(shown.length > 0 && shown.length <= 4096, String(shown.length));
      assert.ok(shown.isWellFormed());
    }),
    { numRuns: 300, seed: 6 },
  );
});
