import assert from "node:assert/strict";
import fc from "fast-check";
import { optimalAssignment } from "../../lib/stats/optimal_assignment.ts";

Deno.test("the sum of the assigned weights is scipy's", () => {
  // python3 -c "
  // import numpy as np; from scipy.optimize import linear_sum_assignment as lsa
  // for r, c in ((4, 4), (3, 7), (7, 3), (30, 40)):
  //     w = np.array([[(i*i*31 + j*j*17 + i*j*7) % 101 for j in range(c)] for i in range(r)])
  //     i, j = lsa(w, maximize=True); print(r, c, w[i, j].sum())"
  for (const [rows, columns, sum] of [[4, 4, 244], [3, 7, 211], [7, 3, 242], [30, 40, 2_917]] as const) {
    const weights = Array.from(
      { length: rows },
      (_, i) => Array.from({ length: columns }, (_, j) => (i * i * 31 + j * j * 17 + i * j * 7) % 101),
    );
    assert.equal(sumOf(weights, optimalAssignment(weights)), sum);
  }
});

Deno.test("it takes less of the best for more in all", () => {
  assert.deepEqual(optimalAssignment([[0.9, 0.8], [0.85, 0]]), [1, 0]);
});

Deno.test("without rows or columns there is nothing to assign", () => {
  assert.deepEqual(optimalAssignment([]), []);
  assert.deepEqual(optimalAssignment([[], []]), [-1, -1]);
});

Deno.test("no way of assigning has a greater sum", () => {
  const table = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(
    ([rows, columns]) => {
      const row = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns });
      return fc.array(row, { minLength: rows, maxLength: rows });
    },
  );
  fc.assert(fc.property(table, (weights) => {
    const assigned = optimalAssignment(weights);
    const taken = assigned.filter((column) => column !== -1);
    assert.equal(taken.length, Math.min(weights.length, weights[0]?.length ?? 0));
    assert.equal(new Set(taken).size, taken.length);
    assert.equal(sumOf(weights, assigned), greatestSum(weights, new Set(), weights.length - taken.length));
  }));
});

function sumOf(weights: readonly (readonly number[])[], assigned: readonly number[]): number {
  return assigned.reduce((sum, column, row) => sum + (weights[row]?.[column] ?? 0), 0);
}

/** By trying all. */
function greatestSum(
  rows: readonly (readonly number[])[],
  taken: ReadonlySet<number>,
  spare: number,
): number {
  const [row, ...rest] = rows;
  if (row === undefined) return 0;
  const sums = row.flatMap((weight, column) =>
    taken.has(column) ? [] : [weight + greatestSum(rest, new Set([...taken, column]), spare)]
  );
  if (spare > 0) sums.push(greatestSum(rest, taken, spare - 1));
  return Math.max(...sums);
}
