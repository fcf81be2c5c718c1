import assert from "node:assert/strict";
import { iterSampleMessages, sampleChannels } from "../../lib/samples/iter_sample_messages.ts";
import { chooseAgencies, SAMPLE_AGENCIES } from "../../lib/samples/sample_agencies.ts";
import { SAMPLE_KINDS } from "../../lib/samples/sample_agency.ts";
import { writeMessage } from "../../lib/samples/write_message.ts";

const OPTIONS = { seed: 5, messagesPerChannel: 60, since: new Date("2026-01-05T00:00:00+08:00") };

Deno.test("a few hundred messages show every agency and every kind", () => {
  const messages = [...iterSampleMessages({ ...OPTIONS, messagesPerChannel: 25 })];
  assert.equal(messages.length, 25 * SAMPLE_AGENCIES.length);
  assert.equal(new Set(messages.map((message) => message.agency.id)).size, SAMPLE_AGENCIES.length);
  assert.deepEqual([...new Set(messages.map((message) => message.kind))].sort(), [...SAMPLE_KINDS].sort());
});

Deno.test("the same seed gives the same messages, another seed others", () => {
  const texts = (seed: number) =>
    [...iterSampleMessages({ ...OPTIONS, seed })].map((message) => message.text);
  assert.deepEqual(texts(5), texts(5));
  assert.notDeepEqual(texts(5), texts(6));
});

Deno.test("ids and dates rise within a channel, from the start of the window on", () => {
  for (const channel of sampleChannels(OPTIONS)) {
    const messages = [...iterSampleMessages({ ...OPTIONS, agencies: [channel.agency] })];
    messages.reduce((earlier, message) => {
      assert.ok(message.messageId > earlier.messageId && message.messageDate >= earlier.messageDate);
      return message;
    });
    assert.ok(messages.every((message) => message.messageDate >= OPTIONS.since));
  }
});

Deno.test("a message written alone is the one of the whole channel", () => {
  const [channel] = sampleChannels(OPTIONS);
  assert.ok(channel !== undefined);
  const all = [...iterSampleMessages({ ...OPTIONS, agencies: [channel.agency] })];
  assert.deepEqual(writeMessage(channel, 41, 1), all[41]);
});

Deno.test("a disposition follows from what the message is", () => {
  for (const message of iterSampleMessages({ ...OPTIONS, revision: 2 })) {
    const { disposition, text, truth, forwardedFrom, replyToMessageId, isDeleted } = message;
    const reason = disposition.status === "skipped" ? disposition.reason : null;
    assert.equal(reason === "deleted", isDeleted);
    if (isDeleted) continue;
    assert.equal(reason === "forward", forwardedFrom !== null);
    assert.equal(reason === "reply", replyToMessageId !== null);
    assert.equal(reason === "empty_text", text === "");
    if (reason === null) assert.notEqual(truth.kind, "none");
    if (reason === "non_assignment") assert.equal(truth.kind, "none");
  }
});

Deno.test("the second revision edits and deletes what was announced, and nothing else", () => {
  const options = { ...OPTIONS, messagesPerChannel: 200 };
  const first = [...iterSampleMessages(options)];
  const second = [...iterSampleMessages({ ...options, revision: 2 })];
  const seen = { edit: 0, delete: 0, none: 0 };
  for (const [place, before] of first.entries()) {
    const after = second[place];
    assert.ok(after !== undefined);
    assert.equal(after.text !== before.text, before.later === "edit", before.text);
    assert.equal(after.isDeleted, before.later === "delete");
    assert.equal(before.isDeleted, false);
    assert.deepEqual([after.sender, after.media, after.reactions], [
      before.sender,
      before.media,
      before.reactions,
    ]);
    if (before.later === "edit") assert.ok(after.editDate !== null && after.editDate > after.messageDate);
    seen[before.later ?? "none"]++;
  }
  assert.ok(seen.edit > 20 && seen.delete > 10 && seen.none > 2000, JSON.stringify(seen));
});

Deno.test("a repost repeats an earlier assignment of its channel, and no other code comes twice", () => {
  for (const agency of SAMPLE_AGENCIES) {
    const seen = new Set<string>();
    for (
      const { kind, truth } of iterSampleMessages({ ...OPTIONS, messagesPerChannel: 300, agencies: [agency] })
    ) {
      if (kind === "forward") continue;
      const truths = truth.kind === "assignment"
        ? [truth.fields]
        : truth.kind === "compilation"
        ? truth.segments.map(({ fields }) => fields)
        : [];
      for (const { assignment_code: code } of truths) {
        assert.ok(typeof code === "string");
        assert.equal(seen.has(code), kind === "repost", `${agency.id} ${code}`);
        seen.add(code);
      }
    }
  }
});

Deno.test("an unknown agency is named, with those there are", () => {
  assert.throws(() => chooseAgencies(["nobody"]), /"nobody" is none; known are chalk_harbour, /);
});
