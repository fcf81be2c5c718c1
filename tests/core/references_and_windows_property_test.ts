import assert from "node:assert/strict";
import fc from "fast-check";
import {
  bareChannelId,
  formatChannelReference,
  markedChannelId,
  parseChannelList,
  parseChannelReference,
} from "../../lib/core/channel_reference.ts";
import { UserError } from "../../lib/core/errors.ts";
import { formatTimeWindow, parseTimeWindow } from "../../lib/core/time_window.ts";

const OPTIONS = { seed: 20240501, numRuns: 2000 };
const USERNAME = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{4,31}$/)
  .filter((name) => !/^(joinchat|addlist|addstickers|addemoji|share|proxy|socks|login)$/i.test(name));
const BARE_ID = fc.integer({ min: 1, max: 2 ** 33 });

Deno.test("every way of writing a username leads to the same reference, and that to itself", () => {
  const write = fc.constantFrom<(name: string) => string>(
    (name) => name,
    (name) => `@${name}`,
    (name) => ` t.me/${name} `,
    (name) => `https://t.me/${name}`,
    (name) => `https://t.me/s/${name}?before=5`,
    (name) => `http://www.telegram.me/${name}/77`,
    (name) => `https://${name}.t.me/`,
  );
  fc.assert(
    fc.property(USERNAME, write, (name, writeName) => {
      const reference = parseChannelReference(writeName(name));
      assert.deepEqual(reference, { kind: "username", username: name.toLowerCase() });
      assert.deepEqual(parseChannelReference(formatChannelReference(reference)), reference);
    }),
    OPTIONS,
  );
});

Deno.test("every way of writing an id leads to the marked id, and that back to the bare one", () => {
  fc.assert(
    fc.property(BARE_ID, (bareId) => {
      const reference = { kind: "id", channelId: markedChannelId(bareId) };
      for (
        const text of [
          `${bareId}`,
          `t.me/c/${bareId}`,
          `https://t.me/c/${bareId}/9`,
          `${reference.channelId}`,
        ]
      ) {
        assert.deepEqual(parseChannelReference(text), reference);
      }
      assert.equal(bareChannelId(reference.channelId), bareId);
    }),
    OPTIONS,
  );
});

Deno.test("a list of channels is the same with commas and as JSON, each channel once", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(USERNAME, BARE_ID.map((id) => `-100${id}`)), { maxLength: 8 }), (names) => {
      const list = parseChannelList(names.join(" , "));
      assert.deepEqual(parseChannelList(JSON.stringify([...names, ...names])), list);
      assert.equal(new Set(list.map(formatChannelReference)).size, list.length);
    }),
    OPTIONS,
  );
});

Deno.test("whatever text stands for a channel, a list or a window, it is read or refused with a remedy", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.stringMatching(/^[\[\]"',@\-0-9a-z_.\/:?#TZ+]{0,40}$/),
    fc.jsonValue().map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(texts, texts, (one, other) => {
      for (
        const read of [
          () => parseChannelReference(one),
          () => parseChannelList(one),
          () => parseTimeWindow(one, other),
        ]
      ) {
        try {
          read();
        } catch (error) {
          assert(error instanceof UserError, String(error));
          assert.match(error.message, /^Cannot .*; /s);
        }
      }
    }),
    OPTIONS,
  );
});

Deno.test("a window holds its instants whatever zone they are written in, and refuses to be empty", () => {
  const instant = fc.date({
    min: new Date("1970-01-02T00:00:00Z"),
    max: new Date("2100-01-01T00:00:00Z"),
    noInvalidDate: true,
  });
  const offsetMinutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
  fc.assert(
    fc.property(instant, instant, offsetMinutes, (since, until, minutes) => {
      const write = (date: Date) => {
        const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
        return `${local}${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${
          String(rest).padStart(2, "0")
        }`;
      };
      const parse = () => parseTimeWindow(write(since), write(until));
      if (since < until) {
        assert.deepEqual(parse(), { since, until });
        assert(formatTimeWindow(parse()).includes(since.toISOString()));
      } else {
        assert.throws(parse, UserError);
      }
      assert.throws(() => parseTimeWindow(write(since), write(since)), UserError);
    }),
    OPTIONS,
  );
});
