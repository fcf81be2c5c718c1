/**
 * Assigns each row a column of its own so that the sum of their weights is the greatest there can be; of a table with more rows than
 * columns some rows get none (-1). O(rows² columns) at most.
 *
 * H. W. Kuhn, The Hungarian Method for the Assignment Problem, Naval Research Logistics Quarterly 2, 1955, by shortest augmenting
 * paths: R. Jonker and A. Volgenant, A shortest augmenting path algorithm, Computing 38, 1987.
 *
 * @param weights A table whose rows have equally many columns.
 */
export function optimalAssignment(weights: readonly (readonly number[])[]): number[] {
  const rows = weights.length;
  const columns = weights[0]?.length ?? 0;
  if (rows > columns) {
    const turned = Array.from({ length: columns }, (_, column) => weights.map((row) => row[column] ?? 0));
    const assigned = new Array<number>(rows).fill(-1);
    optimalAssignment(turned).forEach((row, column) => assigned[row] = column);
    return assigned;
  }
  const rowPotential = new Float64Array(rows);
  const columnPotential = new Float64Array(columns);
  /** The row of each column, -1 for none. */
  const owner = new Int32Array(columns).fill(-1);
  const cost = (row: number, column: number) => -(weights[row]?.[column] ?? 0);

  for (let start = 0; start < rows; start++) {
    const distance = new Float64Array(columns).fill(Infinity);
    const previous = new Int32Array(columns).fill(-1);
    const isDone = new Uint8Array(columns);
    const done: number[] = [];
    let row = start;
    let reached = -1;
    let length = 0;
    do {
      let nearest = -1;
      for (let column = 0; column < columns; column++) {
        if (isDone[column]) continue;
        const through = length + cost(row, column) - (rowPotential[row] ?? 0) -
          (columnPotential[column] ?? 0);
        if (through < (distance[column] ?? 0)) {
          distance[column] = through;
          previous[column] = reached;
        }
        if (nearest === -1 || (distance[column] ?? 0) < (distance[nearest] ?? 0)) nearest = column;
      }
      reached = nearest;
      length = distance[reached] ?? 0;
      isDone[reached] = 1;
      done.push(reached);
      row = owner[reached] ?? -1;
    } while (row !== -1);

    rowPotential[start] = (rowPotential[start] ?? 0) + length;
    for (const column of done) {
      const gap = length - (distance[column] ?? 0);
      columnPotential[column] = (columnPotential[column] ?? 0) - gap;
      const owning = owner[column] ?? -1;
      if (owning !== -1) rowPotential[owning] = (rowPotential[owning] ?? 0) + gap;
    }
    for (let column = reached; column !== -1;) {
      const before = previous[column] ?? -1;
      owner[column] = before === -1 ? start : owner[before] ?? -1;
      column = before;
    }
  }
  const assigned = new Array<number>(rows).fill(-1);
  owner.forEach((row, column) => {
    if (row !== -1) assigned[row] = column;
  });
  return assigned;
}
