import assert from "node:assert/strict";
import { drainRows } from "../../lib/queue/drain_report.ts";
import { emptyDrainTotals } from "../../lib/queue/drain_totals.ts";
import { formatTable } from "../../lib/runtime/format_table.ts";
import { parseDrainOutput } from "./drain_output.ts";

Deno.test("the totals that a drain prints are read back", () => {
  const totals = {
    ...emptyDrainTotals(),
    ok: 1200,
    skipped: { forward: 3, reply: 2 },
    failed: { broken: 5 },
  };
  const lines = formatTable(
    ["outcome", "jobs"],
    drainRows({ ...totals, late: 7, edited: 4, released: 11, claimed: 1232 }),
  );
  assert.deepEqual(parseDrainOutput(`Version "v"\n${lines.join("\n")}\nRemaining: 3 due now.\n`), {
    claimed: 1232,
    finished: 1205,
    late: 7,
    edited: 4,
    sum: 1232,
  });
});

Deno.test("a worker that printed no totals, or not all of them, told nothing", () => {
  assert.equal(parseDrainOutput("error: Lost the connection"), null);
  assert.equal(parseDrainOutput("outcome  jobs\n-------\nok          3\n"), null);
});
