import assert from "node:assert/strict";
import { loadLabels } from "../../lib/store/labels.ts";
import { runModeFile } from "../support/run_mode_file.ts";
import { startMode } from "../support/start_mode.ts";
import { storeMessages } from "../support/stored_messages.ts";
import { storeOutputs } from "../support/stored_outputs.ts";
import { openTestDatabase } from "../support/test_database.ts";
import { until } from "../support/until.ts";

Deno.test("the label task serves its page until Ctrl+C, tells how many labels were made, and goes on where it stopped", async () => {
  await using test = await openTestDatabase();
  const ids = await storeMessages(test.sql, [{ text: "Code: A1" }, { text: "Code: A2" }]);
  for (const version of ["one", "two"]) {
    await storeOutputs(
      test.sql,
      version,
      ids.map((rawId) => ({ rawId, output: { assignment_code: version } })),
    );
  }
  const args = ["--a", "one", "--b", "two"];
  const mode = startMode("label_posts.ts", args, { DATABASE_URL: test.url, PATH: "/usr/bin:/bin" });
  await until(() => /http:\S+/.test(mode.text));
  const url = new URL(/http:\S+/.exec(mode.text)?.[0] ?? "");
  const headers = {
    authorization: `Bearer ${url.searchParams.get("token")}`,
    "content-type": "application/json",
  };
  const saved = await fetch(new URL("/labels", url), {
    method: "POST",
    headers,
    body: JSON.stringify({ id: crypto.randomUUID(), case: 0, choice: "left" }),
  });
  assert.equal(saved.status, 200);
  await saved.body?.cancel();
  mode.kill("SIGINT");
  const { code, text } = await mode.ended;
  assert.equal(code, 130);
  assert.match(text, /1 of \d+ labelled, 1 of them now/);

  const again = startMode("label_posts.ts", args, { DATABASE_URL: test.url, PATH: "/usr/bin:/bin" });
  await until(() => /http:\S+/.test(again.text));
  again.kill("SIGINT");
  assert.match((await again.ended).text, /\n1 of \d+ labelled\. Open/);
});

Deno.test("the label task imports a gold file, exits with 1 where lines were left out, and says what lacks", async () => {
  await using test = await openTestDatabase();
  const folder = await Deno.makeTempDir();
  try {
    const line = {
      agency: "Fern",
      channel: "fern",
      n: 1,
      raw: "Code: F1",
      gold: { assignment_code: "F1", tutor_types: [] },
    };
    await Deno.writeTextFile(`${folder}/gold.jsonl`, `${JSON.stringify(line)}\nnonsense\n`);
    const imported = await runModeFile("label_posts.ts", test.url, ["--import", "gold.jsonl"], folder);
    assert.equal(imported.code, 1, imported.text);
    assert.match(imported.text, /Lines stored: 1; left out: 1\./);
    assert.match(imported.text, /left out: tutor_types is not labelled +1\nall +2/);
    assert.equal((await loadLabels(test.sql, null)).length, 1);
    const unnamed = await runModeFile("label_posts.ts", test.url, []);
    assert.equal(unnamed.code, 2);
    assert.match(unnamed.text, /two versions are needed/);
    const help = await runModeFile("label_posts.ts", test.url, ["--help"]);
    assert.match(
      help.text.replace(/\s+/g, " "),
      /not labelled: time_availability\.note, tutor_types, rate_breakdown/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
