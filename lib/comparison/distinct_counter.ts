/** Counts different whole numbers below 2^53, exactly, in 8 to 16 bytes a number. */
export class DistinctCounter {
  #values = new Float64Array(1024);
  #length = 0;

  add(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  count(): number {
    const sorted = this.#values.slice(0, this.#length).sort();
    let distinct = 0;
    for (let index = 0; index < sorted.length; index++) {
      if (index === 0 || sorted[index] !== sorted[index - 1]) distinct++;
    }
    return distinct;
  }
}
