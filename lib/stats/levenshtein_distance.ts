/** Which of 32 symbols stand where, by symbol; all 0 between two calls. */
const SCRATCH = new Int32Array(65_536);
const BLOCK = 32;

/**
 * How many insertions, deletions and substitutions make one sequence of symbols the other. Takes |a| |b| / 32 steps at most, and
 * none for what both begin or end with.
 *
 * V. I. Levenshtein, Binary codes capable of correcting deletions, insertions, and reversals, 1966; 32 rows at a time: G. Myers, A
 * fast bit-vector algorithm for approximate string matching based on dynamic programming, Journal of the ACM 46, 1999, in the
 * form of H. Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances, Nordic Journal of Computing 10, 2003.
 *
 * @param a, b Symbols as whole numbers below 65,536, such as UTF-16 units.
 */
export function levenshteinDistance(a: Uint16Array, b: Uint16Array): number {
  const [short, long] = withoutCommonEnds(...(a.length <= b.length ? [a, b] as const : [b, a] as const));
  if (short.length === 0) return long.length;
  // By how much each column grows from the row above the block; the row above the first is 0, 1, 2, ...
  const steps = new Int8Array(long.length).fill(1);
  for (let from = 0; from < short.length; from += BLOCK) {
    const block = short.subarray(from, from + BLOCK);
    block.forEach((symbol, row) => SCRATCH[symbol] = (SCRATCH[symbol] ?? 0) | (1 << row));
    advanceBlock(steps, long, 1 << (block.length - 1));
    for (const symbol of block) SCRATCH[symbol] = 0;
  }
  return steps.reduce((distance, step) => distance + step, short.length);
}

/** Replaces the steps of the row above a block by those of its last row, whose bit is `lastRow`. */
function advanceBlock(steps: Int8Array, long: Uint16Array, lastRow: number): void {
  // Bit for bit: whether the column's cell is one more, or one less, than the cell above it.
  let [more, less] = [-1, 0];
  for (let column = 0; column < long.length; column++) {
    const step = steps[column] ?? 0;
    const stepsDown = step < 0 ? 1 : 0;
    const stepsUp = step > 0 ? 1 : 0;
    const equal = SCRATCH[long[column] ?? 0] ?? 0;
    const vertical = equal | less;
    const matching = equal | stepsDown;
    const diagonal = (((matching & more) + more) ^ more) | matching;
    let up = less | ~(diagonal | more);
    let down = more & diagonal;
    steps[column] = (up & lastRow) !== 0 ? 1 : (down & lastRow) !== 0 ? -1 : 0;
    up = (up << 1) | stepsUp;
    down = (down << 1) | stepsDown;
    more = down | ~(vertical | up);
    less = up & vertical;
  }
}

function withoutCommonEnds(short: Uint16Array, long: Uint16Array): [Uint16Array, Uint16Array] {
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  let end = 0;
  const atEnd = (symbols: Uint16Array) => symbols[symbols.length - 1 - end];
  while (end < short.length - start && atEnd(short) === atEnd(long)) end++;
  return [short.subarray(start, short.length - end), long.subarray(start, long.length - end)];
}
