/** What a label says of two versions. */
export interface LabelObservation {
  /** The channel and day of the labelled post. */
  readonly cluster: string;
  /** Whether A is right, and B. */
  readonly a: boolean;
  readonly b: boolean;
  /** Whether their values differ; where they do not, both are right or neither is. */
  readonly differ: boolean;
  /** With which it was asked for; null where it was not sampled. */
  readonly probability: number | null;
  /** Whether it was drawn for these two versions, and so more likely where they disagree. */
  readonly ofThese: boolean;
}

/** Labels that may be taken together. */
export interface LabelBasis {
  /** Whether they were sampled. */
  readonly weighted: boolean;
  readonly chosen: readonly LabelObservation[];
  /** How many there are of the other kind. */
  readonly leftOut: number;
}

/** Chooses the sampled labels, which stand for all posts, or where there are more of the others, those. */
export function chooseLabelBasis(labels: readonly LabelObservation[]): LabelBasis {
  const sampled = labels.filter(({ probability }) => probability !== null);
  const weighted = sampled.length * 2 >= labels.length;
  const chosen = weighted ? sampled : labels.filter(({ probability }) => probability === null);
  return { weighted, chosen, leftOut: labels.length - chosen.length };
}

/** Labels summed up, each counted by its weight: 1, or for a sampled one the inverse of its probability. */
export interface LabelSums {
  /** Of all labels. */
  readonly weight: number;
  /** Sum of the squared weights. */
  readonly squares: number;
  readonly rightA: number;
  readonly rightB: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Labels, not weights, by which only one version is right. */
  readonly discordant: number;
  /** Whether some labels were drawn for other versions. */
  readonly ofOthers: boolean;
  readonly clusters: readonly ClusterOfLabels[];
}

export interface ClusterOfLabels {
  readonly cluster: string;
  readonly weight: number;
  /** onlyB - onlyA. */
  readonly difference: number;
}

export function sumLabels(labels: readonly LabelObservation[]): LabelSums {
  const sums = { weight: 0, squares: 0, rightA: 0, rightB: 0, onlyA: 0, onlyB: 0, discordant: 0 };
  const clusters = new Map<string, { cluster: string; weight: number; difference: number }>();
  for (const { cluster, a, b, probability } of labels) {
    const weight = probability === null ? 1 : 1 / probability;
    let own = clusters.get(cluster);
    if (own === undefined) clusters.set(cluster, own = { cluster, weight: 0, difference: 0 });
    sums.weight += weight;
    sums.squares += weight ** 2;
    own.weight += weight;
    if (a) sums.rightA += weight;
    if (b) sums.rightB += weight;
    if (a === b) continue;
    sums.discordant++;
    sums[a ? "onlyA" : "onlyB"] += weight;
    own.difference += b ? weight : -weight;
  }
  return {
    ...sums,
    ofOthers: labels.some(({ probability, ofThese }) => probability !== null && !ofThese),
    clusters: [...clusters.values()],
  };
}
