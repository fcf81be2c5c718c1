import assert from "node:assert/strict";
import { interleave } from "./interleave.ts";

function recordingSide(name: string, log: string[], run: () => void = () => {}) {
  let runs = 0;
  return {
    prepare: () => Promise.resolve(void log.push(`prepare ${name}`)),
    run: () => {
      log.push(name);
      run();
      return Promise.resolve({ run: ++runs });
    },
  };
}

Deno.test("sides take turns, each prepared right before its run", async () => {
  const log: string[] = [];
  const sides = { a: recordingSide("a", log), b: recordingSide("b", log) };
  const { signal } = new AbortController();
  const measured = await interleave(sides, { repetitions: 2, signal });
  const round = ["prepare a", "a", "prepare b", "b"];
  assert.deepEqual(log, [...round, ...round]);
  assert.deepEqual(measured.get("b"), [{ run: 1 }, { run: 2 }]);
});

Deno.test("a warm-up runs every side once and is not counted", async () => {
  const { signal } = new AbortController();
  const measured = await interleave({ a: recordingSide("a", []) }, { repetitions: 1, warmUp: true, signal });
  assert.deepEqual(measured.get("a"), [{ run: 2 }]);
});

Deno.test("after Ctrl+C no further run begins", async () => {
  const log: string[] = [];
  const stop = new AbortController();
  const sides = { a: recordingSide("a", log, () => stop.abort()), b: recordingSide("b", log) };
  await assert.rejects(interleave(sides, { repetitions: 3, signal: stop.signal }), { name: "AbortError" });
  assert.deepEqual(log, ["prepare a", "a"]);
});
