import { type SignFlipTest, signFlipTest } from "./sign_flip.ts";

export interface ClusteredMcNemar extends SignFlipTest {
  /** Clusters in which A and B differ in number; the p-value cannot be less than 2 / 2ⁿ of them. */
  readonly clusters: number;
}

/**
 * McNemar's test where pairs of a cluster resemble each other, as posts of one channel and day do, and only the clusters are
 * independent: under the null hypothesis A and B might be exchanged in each cluster as a whole. Where every cluster is one
 * pair, it is {@linkcode mcnemar}.
 *
 * Exact where it can be counted; the normal form, Σd / √Σd² over the clusters' differences d = onlyB - onlyA, is the unweighted
 * one of V. L. Durkalski, Y. Y. Palesch, S. R. Lipsitz and P. F. Rust, Analysis of clustered matched-pair data, Statistics in
 * Medicine 22, 2003.
 *
 * @param onlyA, onlyB Discordant pairs of each cluster, in the same order.
 */
export function clusteredMcNemar(onlyA: ArrayLike<number>, onlyB: ArrayLike<number>): ClusteredMcNemar {
  if (onlyA.length !== onlyB.length) {
    throw new RangeError(`${onlyA.length} clusters of A, ${onlyB.length} of B`);
  }
  const differences = new Float64Array(onlyA.length);
  for (let cluster = 0; cluster < onlyA.length; cluster++) {
    differences[cluster] = (onlyB[cluster] ?? NaN) - (onlyA[cluster] ?? NaN);
  }
  return {
    ...signFlipTest(differences),
    clusters: differences.filter((difference) => difference !== 0).length,
  };
}
