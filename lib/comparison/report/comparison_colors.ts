/**
 * What the report and the charts paint A, B and the outcomes of a field with, as CSS colours: those of Okabe and Ito, which people
 * who are colour-blind tell apart, at 3:1 or more against a light page and a dark one where they draw A and B.
 */
export const COMPARISON_COLORS = {
  a: "#0072b2",
  b: "#d55e00",
  equal: "#8fb7a3",
  different: "#cc79a7",
  /** What cannot be told apart from chance. */
  undecided: "#7d8590",
} as const;
