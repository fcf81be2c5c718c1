import assert from "node:assert/strict";
import { type GoldLine, iterGoldFile } from "../../../lib/comparison/labels/iter_gold_file.ts";
import { UserError } from "../../../lib/core/errors.ts";
import { GoldFieldsSchema } from "../../../lib/schema/gold_label.ts";

const GOOD = { agency: "Fern", channel: "fernjobs", n: 1, raw: "Code: F1", gold: { assignment_code: "F1" } };

async function readLines(text: string): Promise<GoldLine[]> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, text);
    return await Array.fromAsync(iterGoldFile(path, GoldFieldsSchema));
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("a bad line is handed on with its number and reason, and the rest is read", async () => {
  const lines = await readLines(
    [JSON.stringify(GOOD), "{oops", "", JSON.stringify({ ...GOOD, raw: 7 }), JSON.stringify(GOOD)].join("\n"),
  );
  assert.deepEqual(lines.map(({ kind, lineNumber }) => `${lineNumber} ${kind}`), [
    "1 label",
    "2 bad",
    "4 bad",
    "5 label",
  ]);
  assert.match(lines[2]?.kind === "bad" ? lines[2].reason : "", /^raw: /);
});

Deno.test("a label may give one text for a list, leave fields out and hold fields that are not scored; keys of no field are dropped", async () => {
  const gold = {
    address: "Bishan",
    rate: { min: 40 },
    time_availability: { explicit: {}, note: ["a", "b"] },
    mood: 1,
  };
  const [line] = await readLines(JSON.stringify({ ...GOOD, gold }) + "\r\n");
  assert.deepEqual(line?.kind === "label" ? line.label.gold : null, {
    address: ["Bishan"],
    rate: { min: 40 },
    time_availability: { explicit: {}, note: ["a", "b"] },
  });
});

Deno.test("a file that cannot be opened is the user's mistake", async () => {
  await assert.rejects(Array.fromAsync(iterGoldFile("no/such/file.jsonl", GoldFieldsSchema)), UserError);
});
