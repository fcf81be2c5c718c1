/**
 * Sums by cluster and column: all that resampling by clusters has to know of the pairs, however many they are. A cluster is what
 * is independent of all else, such as a channel and day; a column is what is added up, such as "B has the field".
 */
export class ClusterSums {
  readonly columns: number;
  readonly #places = new Map<string, number>();
  #rows: Float64Array;

  constructor(columns: number) {
    this.columns = columns;
    this.#rows = new Float64Array(columns * 64);
  }

  /** How many clusters there are. */
  get size(): number {
    return this.#places.size;
  }

  /** The sums row by row: cluster `k` has those from `k * columns`. Read it after the last addition. */
  get rows(): Float64Array {
    return this.#rows.subarray(0, this.size * this.columns);
  }

  /** The place of a cluster, from 0; a name that is new becomes one. */
  place(cluster: string): number {
    const known = this.#places.get(cluster);
    if (known !== undefined) return known;
    const place = this.size;
    this.#places.set(cluster, place);
    if (this.size * this.columns > this.#rows.length) {
      const grown = new Float64Array(this.#rows.length * 2);
      grown.set(this.#rows);
      this.#rows = grown;
    }
    return place;
  }

  /** Adds to a column of the cluster at this place. */
  add(place: number, column: number, value = 1): void {
    const slot = place * this.columns + column;
    this.#rows[slot] = (this.#rows[slot] ?? 0) + value;
  }

  /** One column, cluster by cluster. */
  column(column: number): Float64Array {
    const sums = new Float64Array(this.size);
    for (let place = 0; place < sums.length; place++) {
      sums[place] = this.#rows[place * this.columns + column] ?? 0;
    }
    return sums;
  }

  /** The sums over all clusters, column by column. */
  totals(): Float64Array {
    const totals = new Float64Array(this.columns);
    const { rows } = this;
    for (let slot = 0; slot < rows.length; slot++) {
      const column = slot % this.columns;
      totals[column] = (totals[column] ?? 0) + (rows[slot] ?? 0);
    }
    return totals;
  }
}
