import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { formatSession, parseSession } from "../../lib/telegram/telegram_session.ts";

const KEY = Uint8Array.from({ length: 256 }, (_, at) => (at * 7 + 250) % 256);

/** A session string with this before the key: `02 0007` and so on. */
function sessionOf(head: string): string {
  return "1" + Uint8Array.from([...Uint8Array.fromHex(head.replaceAll(" ", "")), ...KEY]).toBase64();
}

Deno.test("sessions of GramJS and Telethon tell data centre, address and key", () => {
  const sessions: [text: string, dcId: number, hostname: string][] = [
    [sessionOf("02 000e 3134392e3135342e3136372e3530 01bb"), 2, "149.154.167.50"],
    [sessionOf("05 959aa733 01bb"), 5, "149.154.167.51"],
    [sessionOf("04 2001067c04e8f0040000000000000009 01bb"), 4, "2001:67c:4e8:f004:0:0:0:9"],
  ];
  for (const [text, dcId, hostname] of sessions) {
    const urlSafe = text.replaceAll("+", "-").replaceAll("/", "_");
    for (const written of [text, urlSafe, ` ${text}`.trim()]) {
      assert.deepEqual(parseSession(written), { dcId, hostname, key: KEY });
    }
  }
});

Deno.test("a session is written as GramJS writes it", () => {
  const session = { dcId: 2, hostname: "149.154.167.50", key: KEY };
  assert.equal(formatSession(session), sessionOf("02 000e 3134392e3135342e3136372e3530 01bb"));
  assert.deepEqual(parseSession(formatSession(session)), session);
});

Deno.test("other texts are no session, and the error does not repeat them", () => {
  const good = sessionOf("02 000e 3134392e3135342e3136372e3530 01bb");
  for (
    const text of ["", "1", "hunter2", good.slice(1), good.slice(0, -8), `${good}AAAA`, `1${"é".repeat(300)}`]
  ) {
    assert.throws(() => parseSession(text), (error) => {
      assert.ok(error instanceof UserError);
      return text.length < 2 || !error.message.includes(text);
    }, text);
  }
});
