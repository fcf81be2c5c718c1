/** What the report and the charts paint A, B and the outcomes of a field with, as CSS colours. */
export const COMPARISON_COLORS = {
  a: "#5b6abf",
  b: "#d9822b",
  equal: "#8fbf9f",
  different: "#c2455a",
} as const;
