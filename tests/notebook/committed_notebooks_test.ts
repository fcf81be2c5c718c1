import assert from "node:assert/strict";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { TUITION } from "../../lib/extraction/tuition/tuition_domain.ts";
import { openRulesExtractor } from "../../lib/extraction/rules_extractor.ts";
import { runVersion } from "../../lib/extraction/run_version.ts";
import { chooseNotebooks } from "../../lib/notebook/choose_notebooks.ts";
import { codeCells, type Output } from "../../lib/notebook/nbformat.ts";
import { readNotebook } from "../../lib/notebook/notebook_file.ts";
import { runNotebook } from "../../lib/notebook/run_notebook.ts";
import { describeComplaints, runNotebookFile } from "../../lib/notebook/run_notebook_file.ts";
import { areTypesRight } from "../../lib/notebook/type_check_notebook.ts";
import { parseSettings } from "../../lib/runtime/settings.ts";
import { iterSampleMessages } from "../../lib/samples/iter_sample_messages.ts";
import type { Sql } from "../../lib/store/database.ts";
import { storeMessages } from "../support/stored_messages.ts";
import { openTestDatabase } from "../support/test_database.ts";

const NOTEBOOKS = fileURLToPath(new URL("../../notebooks", import.meta.url));
/** By notebook: what its page has to show. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  "01_tour.ipynb": /<td[^>]*>messages<[^]*<svg[^]*demo_rules_full[^]*<mark[^]*assignment_code/,
  "02_ab_compare.ipynb": /demo_rules_plain[^]*demo_rules_full[^]*<svg[^]*postal_code/,
  "03_field_drill_down.ipynb": /A has none[^]*<svg[^]*<mark/,
  "04_noise_floor_and_power.ipynb": /No further run of demo_rules_plain[^]*4 times of 5[^]*design effect/,
  "05_drift.ipynb": /too few weeks[^]*No change to show[^]*<svg[^]*week by week/,
  "06_cost_and_latency.ipynb": /rules take no tokens and cost nothing[^]*No model was asked/,
  "07_gold_labels.ipynb":
    /No post of both versions has a label[^]*deno task label --a demo_rules_plain[^]*left: they differ[^]*postal_code/,
};
/** What is set on this machine says nothing about the notebooks. */
const ENVIRONMENT = {
  VERSION: "",
  RAW_ID: "",
  FIELD: "",
  KIND: "",
  TEXT: "",
  NOISE_FLOOR: "",
  VERSION_A: "",
  VERSION_B: "",
  CHANNELS: "",
  CHANNEL_LIST: "",
  SINCE_ISO: "",
  UNTIL_ISO: "",
};

Deno.test("every notebook of the project runs headless: right types, every cell, every output", async () => {
  await using test = await openTestDatabase();
  await storeDemoVersions(test.sql);
  await withFolder(async (outFolder) => {
    const env = { ...ENVIRONMENT, DATABASE_URL: test.url };
    const paths = await chooseNotebooks(NOTEBOOKS, []);
    const typesAreRight = await areTypesRight(paths);
    for (const path of paths) {
      const run = await runNotebookFile(path, { outFolder, html: true, env, typesAreRight });
      assert.deepEqual(describeComplaints(run), [], path);
      const cells = codeCells(await readNotebook(run.written[0] ?? ""));
      assert.equal(run.cellsRun, cells.length);
      for (const cell of cells) {
        const shown = showsSomething(cell.source)
          ? [/Chart\(|Map\(/.test(cell.source) ? "chart" : "table"]
          : [];
        assert.deepEqual(
          cell.outputs.map(kindOf).map((kind) => kind === "text" ? shown[0] : kind),
          shown,
          cell.id,
        );
      }
      const page = await Deno.readTextFile(run.written[1] ?? "");
      assert.match(page, SHOWN[basename(path)] ?? /no such test: say above what this notebook shows/, path);
    }
  });
});

Deno.test("a notebook without its versions says how to get them", async () => {
  await using test = await openTestDatabase();
  const { failure } = await runNotebook(await readNotebook(`${NOTEBOOKS}/02_ab_compare.ipynb`), {
    cwd: NOTEBOOKS,
    env: { ...ENVIRONMENT, DATABASE_URL: test.url },
  });
  assert.match(
    failure?.message ?? "",
    /Cannot find the version "demo_rules_plain": no version is stored yet; .*deno task demo/,
  );
});

/** A cell shows what its last line gives, unless that declares something. */
function showsSomething(source: string): boolean {
  return !/^(const|let|import|export|function|}) ?/.test(source.trimEnd().split("\n").at(-1) ?? "");
}

/** What an output is; text where something is said instead of shown. */
function kindOf(output: Output): string {
  if (output.output_type !== "execute_result") return output.output_type;
  if ("image/png" in output.data) return "chart";
  return String(output.data["text/html"]).includes("<table") ? "table" : "text";
}

/** A few generated posts of each agency under the versions of the demo. */
async function storeDemoVersions(sql: Sql): Promise<void> {
  const messages = iterSampleMessages({
    seed: 1,
    messagesPerChannel: 5,
    since: new Date("2026-01-05T00:00:00Z"),
  });
  const byChannel = Map.groupBy(messages, ({ channel }) => channel.channelId);
  for (const [channelId, ofChannel] of byChannel) {
    await storeMessages(sql, ofChannel.map(({ text }) => ({ text })), channelId);
  }
  const settings = parseSettings({ environment: {}, dotEnv: {} }).values;
  for (
    const [version, fieldCompletion] of [["demo_rules_plain", "off"], ["demo_rules_full", "full"]] as const
  ) {
    const { totals } = await runVersion(sql, openRulesExtractor(TUITION, { fieldCompletion }), settings, {
      version,
      window: { since: null, until: null },
      channelIds: null,
      signal: new AbortController().signal,
    });
    assert.ok(totals.claimed > 50);
  }
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
