const BLOCK = 32;
/** Which of a block's rows have a unit, bit by bit; all 0 between two calls. Kept, since making it anew takes longer than a comparison. */
const ROWS_OF_UNIT = new Int32Array(65_536);
const STEPS = new Int8Array(4_096);

/**
 * How many insertions, deletions and substitutions make one text the other, in UTF-16 units. Takes |a| |b| / 32 steps at most, and
 * none for what both begin or end with.
 *
 * V. I. Levenshtein, Binary codes capable of correcting deletions, insertions, and reversals, Soviet Physics Doklady 10, 1966; 32
 * rows at a time: G. Myers, A fast bit-vector algorithm for approximate string matching based on dynamic programming, Journal of
 * the ACM 46, 1999, in the form of H. Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances, Nordic
 * Journal of Computing 10, 2003.
 */
export function levenshteinDistance(a: string, b: string): number {
  const short = a.length <= b.length ? a : b;
  const long = a.length <= b.length ? b : a;
  let start = 0;
  while (start < short.length && short.charCodeAt(start) === long.charCodeAt(start)) start++;
  let [rows, columns] = [short.length, long.length];
  while (rows > start && short.charCodeAt(rows - 1) === long.charCodeAt(columns - 1)) {
    rows--;
    columns--;
  }
  // By how much each cell is more than the one before it, in the row above the block: that of the first is 0, 1, 2, ...
  const steps = columns <= STEPS.length ? STEPS : new Int8Array(columns);
  steps.fill(1, start, columns);
  for (let from = start; from < rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, rows);
    for (let row = from; row < to; row++) {
      const unit = short.charCodeAt(row);
      ROWS_OF_UNIT[unit] = (ROWS_OF_UNIT[unit] ?? 0) | (1 << (row - from));
    }
    advanceBlock(steps, long, start, columns, to - from - 1);
    for (let row = from; row < to; row++) ROWS_OF_UNIT[short.charCodeAt(row)] = 0;
  }
  let distance = rows - start;
  for (let column = start; column < columns; column++) distance += steps[column] ?? 0;
  return distance;
}

/** Replaces the steps in the row above a block by those in its last row, without branches, which would be guessed wrong. */
function advanceBlock(steps: Int8Array, long: string, from: number, to: number, lastRow: number): void {
  // Bit by bit: whether the cell in this column is one more, or one less, than that above it.
  let more = -1;
  let less = 0;
  for (let column = from; column < to; column++) {
    const step = steps[column] ?? 0;
    const stepDown = step >>> 31;
    const equal = ROWS_OF_UNIT[long.charCodeAt(column)] ?? 0;
    const vertical = equal | less;
    const matching = equal | stepDown;
    const diagonal = (((matching & more) + more) ^ more) | matching;
    const up = less | ~(diagonal | more);
    const down = more & diagonal;
    steps[column] = ((up >>> lastRow) & 1) - ((down >>> lastRow) & 1);
    const upAbove = (up << 1) | (-step >>> 31);
    more = (down << 1) | stepDown | ~(vertical | upAbove);
    less = upAbove & vertical;
  }
}
