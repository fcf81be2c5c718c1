import assert from "node:assert/strict";
import { scoreGoldFile } from "../../../lib/comparison/labels/score_gold_file.ts";
import { chooseRetryOptions } from "../../../lib/extraction/choose_worker_options.ts";
import { TUITION } from "../../../lib/extraction/tuition/tuition_domain.ts";
import { openRulesExtractor } from "../../../lib/extraction/rules_extractor.ts";
import { parseSettings } from "../../../lib/runtime/settings.ts";

const OPTIONS = {
  ...chooseRetryOptions(parseSettings({ environment: {}, dotEnv: {} }).values),
  concurrency: 1,
  signal: new AbortController().signal,
};

Deno.test("a gold file is scored whole and by agency, and posts without an output are counted by reason", async () => {
  const label = {
    agency: "Fern",
    channel: "fernjobs",
    n: 1,
    raw: "Code: F12\nRate: $40/hr",
    gold: { assignment_code: "F12" },
  };
  const path = await Deno.makeTempFile();
  try {
    const lines = [label, { ...label, agency: "Moss", raw: "Happy new year!" }].map((line) =>
      JSON.stringify(line)
    );
    await Deno.writeTextFile(path, [...lines, "nonsense"].join("\n"));
    const extractor = openRulesExtractor(TUITION, { fieldCompletion: "full" });
    const score = await scoreGoldFile(path, extractor, OPTIONS);
    assert.equal(score.total.posts, 2);
    assert.equal(score.total.fields["assignment_code"]?.exact.r, 0.5);
    assert.deepEqual(score.byAgency.map(({ agency, score }) => [agency, score.macro_f1]), [["Fern", 1], [
      "Moss",
      0,
    ]]);
    assert.deepEqual(score.badLines.map(({ lineNumber }) => lineNumber), [3]);
    assert.deepEqual([...score.withoutOutput], [["skipped: non_assignment", 1]]);
  } finally {
    await Deno.remove(path);
  }
});
