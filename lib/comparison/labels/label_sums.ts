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

/** Labels that may be taken together: drawn for the two versions, drawn for any versions, or not drawn. */
export type LabelKind = "of_these" | "drawn" | "picked";

export interface LabelBasis {
  readonly kind: LabelKind;
  /** Whether each counts by the inverse of its probability. */
  readonly weighted: boolean;
  readonly chosen: readonly LabelObservation[];
  /** How many labels are of another kind. */
  readonly leftOut: number;
}

/** Chooses the labels that were drawn, or where there are more of the others, those; of the drawn ones those for these versions likewise. */
export function chooseLabelBasis(labels: readonly LabelObservation[]): LabelBasis {
  const drawn = labelsOfKind(labels, "drawn").length;
  if (drawn * 2 < labels.length) return basisOf(labels, "picked");
  const ofThese = labelsOfKind(labels, "of_these").length;
  return basisOf(labels, ofThese * 2 < drawn ? "drawn" : "of_these");
}

/** The labels of one kind. */
export function basisOf(labels: readonly LabelObservation[], kind: LabelKind): LabelBasis {
  const chosen = labelsOfKind(labels, kind);
  return { kind, weighted: kind !== "picked", chosen, leftOut: labels.length - chosen.length };
}

function labelsOfKind(labels: readonly LabelObservation[], kind: LabelKind): readonly LabelObservation[] {
  return labels.filter(({ probability, ofThese }) =>
    kind === "picked" ? probability === null : probability !== null && (kind === "drawn" || ofThese)
  );
}

/** A field's labels, and how often the versions differ in it. */
export interface LabelledField {
  readonly labels: readonly LabelObservation[];
  /** The share of all compared pairs in which the values differ. */
  readonly differing: number;
}

/** The labels that tell which version is right more often, and the share of all posts that they stand for. */
export interface TellingLabels {
  readonly share: number;
  readonly labels: readonly LabelObservation[];
}

/**
 * Chooses the labels that tell. Where values do not differ no version is right alone, and how many posts have values that differ is
 * counted, not estimated: so of labels that were drawn for these versions those of such posts tell, by that share of all posts (the
 * design's weights, calibrated to the counts: J.-C. Deville and C.-E. Särndal, Calibration Estimators in Survey Sampling, Journal of the
 * American Statistical Association 87, 1992). Of other labels all tell: where they were drawn for other versions, posts that differ may
 * be among those of which few were drawn, and none be seen.
 */
export function chooseTelling({ kind, chosen }: LabelBasis, differing: number): TellingLabels {
  return kind === "of_these"
    ? { share: differing, labels: chosen.filter(({ differ }) => differ) }
    : { share: 1, labels: chosen };
}

/** The share of right values of A, or of B; of labels drawn for these versions, those that differ and others by their shares of all. */
export function rightShare(
  { kind, chosen }: LabelBasis,
  differing: number,
  side: "rightA" | "rightB",
): number {
  const all = sumLabels(chosen);
  const [ofDiffering, ofOthers] = [true, false].map((differ) =>
    sumLabels(chosen.filter((label) => label.differ === differ))
  );
  if (kind !== "of_these" || !ofDiffering?.weight || !ofOthers?.weight) return all[side] / all.weight;
  return differing * ofDiffering[side] / ofDiffering.weight +
    (1 - differing) * ofOthers[side] / ofOthers.weight;
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
