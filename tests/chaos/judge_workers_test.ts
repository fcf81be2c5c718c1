import assert from "node:assert/strict";
import { judgeWorkers } from "./judge_workers.ts";
import type { EndedWorker } from "./worker_station.ts";

const TOTALS = { claimed: 10, finished: 8, late: 2, edited: 0, sum: 10 };

function ended(more: Partial<EndedWorker>): EndedWorker {
  return { processId: 7, version: "v", by: "itself", code: 0, totals: null, error: null, ...more };
}

Deno.test("totals that add up and agree with what is stored are in order", () => {
  for (const stored of [8, 9, 10]) {
    const { ends, complaints } = judgeWorkers([ended({ totals: TOTALS })], new Map([["host:7", stored]]));
    assert.deepEqual([[...ends], complaints], [[["done, with totals", 1]], []]);
  }
});

Deno.test("totals that do not add up, or tell of more or less than what is stored, are complained about", () => {
  const uneven = judgeWorkers([ended({ totals: { ...TOTALS, sum: 9 } })], new Map([["v:7", 8]]));
  assert.deepEqual(uneven.complaints, ["Worker 7 of v claimed 10 jobs and tells of 9"]);
  for (const stored of [7, 11]) {
    const { complaints } = judgeWorkers([ended({ totals: TOTALS })], new Map([["v:7", stored]]));
    assert.deepEqual(complaints, [`Worker 7 of v tells of 8 results and 2 refused; ${stored} are stored`]);
  }
});

Deno.test("only what the faults explain may end a worker", () => {
  const expected = [
    ended({ by: "killed", code: 137 }),
    ended({ by: "stopped", code: 130 }),
    ended({ by: "stopped", code: 130, totals: { claimed: 0, finished: 0, late: 0, edited: 0, sum: 0 } }),
    ended({ by: "stopped", code: 1, error: "error: Lost the connection to the server (ECONNREFUSED)" }),
    ended({ code: 2, error: "error: Cannot connect to PostgreSQL at 127.0.0.1:1/postgres" }),
    ended({ code: 1, error: "error: Lost the connection to the server (CONNECTION_CLOSED)" }),
  ];
  const { ends, complaints } = judgeWorkers(expected, new Map());
  assert.deepEqual(complaints, []);
  assert.equal(ends.size, expected.length);
  const broken = [
    ended({ code: 1, error: "error: could not extend file: No space left on device" }),
    ended({ processId: 8, code: 1, error: "error: Lost the connection to the server (ECONNREFUSED)" }),
    ended({ code: 1, error: "error: Uncaught TypeError" }),
    ended({ code: 1 }),
    ended({ code: 0 }),
  ];
  assert.equal(judgeWorkers(broken, new Map([["v:8", 3]])).complaints.length, broken.length);
});
