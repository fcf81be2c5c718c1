import assert from "node:assert/strict";
import { type ChaosReport, formatChaosReport, isSound } from "./chaos_report.ts";
import { emptyVerdict } from "./judge_ledger.ts";
import { planFaults } from "./plan_faults.ts";

const faults = planFaults({ seed: 1, count: 200, workers: 6 });
const counts = new Map(
  [...Map.groupBy(faults, ({ kind }) => kind)].map(([kind, { length }]) => [kind, length]),
);
const version = { ...emptyVerdict(), version: "v", jobs: 12_000, asked: 999_999, done: 999_999, lost: 0 };
const workers = { ends: new Map([["killed", 3]]), late: 4, edited: 5, complaints: [] };
const sound: ChaosReport = { faults, counts, versions: [version], workers };

Deno.test("a run in which nothing was lost or doubled is sound, and says so in its last line", () => {
  assert.ok(isSound(sound));
  assert.equal(formatChaosReport(sound).at(-1), "200 faults, 12,000 jobs: lost 0, doubled 0");
});

Deno.test("whatever was lost, doubled, outdated, unleased, unasked or complained about is not sound", () => {
  for (const name of ["lost", "doubled", "outdated", "unleased", "unasked"] as const) {
    assert.ok(!isSound({ ...sound, versions: [version, { ...version, [name]: 1 }] }), name);
  }
  assert.ok(!isSound({ ...sound, workers: { ...workers, complaints: ["one"] } }));
});

Deno.test("the report fits 80 columns and tells of faults that met nothing", () => {
  const lines = formatChaosReport({ ...sound, counts: new Map([...counts, ["kill", 1]]) });
  assert.deepEqual(lines.filter((line) => line.length > 80), []);
  assert.ok(lines.some((line) => /^\d+ more met nothing/.test(line)));
});
