import assert from "node:assert/strict";
import { UserError } from "../../lib/core/errors.ts";
import { type Keyboard, Questions } from "../../lib/runtime/questions.ts";
import { recordingSink } from "../support/recording_sink.ts";

/** A keyboard on which these texts are typed, each at once, and then nothing more; or nothing ever. */
function typing(texts: readonly string[], { isTerminal = false, isEndless = false } = {}) {
  const left = texts.map((text) => new TextEncoder().encode(text));
  const modes: string[] = [];
  const keyboard: Keyboard = {
    read(buffer) {
      const next = left.shift();
      if (next === undefined) return isEndless ? new Promise(() => {}) : Promise.resolve(null);
      buffer.set(next);
      return Promise.resolve(next.length);
    },
    isTerminal: () => isTerminal,
    setRaw: (mode, { cbreak }) =>
      void modes.push(`${mode ? "hidden" : "shown"}${cbreak ? ", Ctrl+C stops" : ""}`),
  };
  return { keyboard, modes };
}

const { signal } = new AbortController();

Deno.test("lines answer questions, one after the other, however they come", async () => {
  const shown = recordingSink();
  const questions = new Questions(typing(["+65 90\n12", "345\r\nå\n"]).keyboard, shown, signal);
  assert.equal(await questions.ask("Phone?"), "+65 90");
  assert.equal(await questions.ask("Code?"), "12345");
  assert.equal(await questions.askSecret("Password?"), "å");
  assert.equal(shown.text(), "Phone? Code? Password? ");
});

Deno.test("a secret is not shown while it is typed, and can be mended", async () => {
  const shown = recordingSink();
  const { keyboard, modes } = typing(["se", "x\x7fcret\n"], { isTerminal: true });
  assert.equal(await new Questions(keyboard, shown, signal).askSecret("Password?"), "secret");
  assert.deepEqual(modes, ["hidden, Ctrl+C stops", "shown"]);
  assert.equal(shown.text(), "Password? (not shown) \n");
});

Deno.test("the end of the input is the user's mistake, and Ctrl+C ends a question", async () => {
  await assert.rejects(new Questions(typing([]).keyboard, recordingSink(), signal).ask("Phone?"), UserError);
  const stop = new AbortController();
  const { keyboard, modes } = typing([], { isTerminal: true, isEndless: true });
  const asked = new Questions(keyboard, recordingSink(), stop.signal).askSecret("Password?");
  stop.abort();
  await assert.rejects(asked, { name: "AbortError" });
  assert.deepEqual(modes.at(-1), "shown");
});
