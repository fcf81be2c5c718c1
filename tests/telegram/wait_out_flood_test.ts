import assert from "node:assert/strict";
import { TelegramError } from "../../lib/telegram/telegram_error.ts";
import { waitOutFlood } from "../../lib/telegram/wait_out_flood.ts";

function flood(seconds: number): TelegramError {
  return new TelegramError("flood_wait", "wait", { seconds });
}

Deno.test("the whole time is waited, told second by second, as often as it is asked for", async () => {
  const answers: (TelegramError | string)[] = [flood(3), flood(1), "done"];
  const heard: number[] = [];
  let waitedMs = 0;
  const result = await waitOutFlood(() => {
    const answer = answers.shift();
    return typeof answer === "string" ? Promise.resolve(answer) : Promise.reject(answer);
  }, {
    onWait: (secondsLeft) => void heard.push(secondsLeft),
    sleep: (ms) => {
      waitedMs += ms;
      return Promise.resolve();
    },
  });
  assert.equal(result, "done");
  assert.deepEqual(heard, [3, 2, 1, 1]);
  assert.ok(waitedMs >= 4000, String(waitedMs));
});

Deno.test("other errors are thrown at once, and a wait of hours can be given up", async () => {
  const lost = new TelegramError("connection", "lost");
  await assert.rejects(waitOutFlood(() => Promise.reject(lost)), lost);
  const stop = new AbortController();
  const reason = new Error("stopped");
  const waiting = waitOutFlood(() => Promise.reject(flood(86_400)), {
    signal: stop.signal,
    onWait: () => queueMicrotask(() => stop.abort(reason)),
  });
  await assert.rejects(waiting, reason);
});
