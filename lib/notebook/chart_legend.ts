import * as Plot from "@observablehq/plot";
import { textWidth } from "./chart_output.ts";

/** One entry: what a colour and a sign stand for. */
export interface LegendEntry {
  readonly text: string;
  readonly color: string;
  /** A letter-like sign in that colour, so that nobody has to tell colours apart. */
  readonly sign: string;
}

/** A legend above the frame, inside of the picture. */
export interface ChartLegend {
  /** The room it needs there, in pixels. */
  readonly height: number;
  readonly marks: Plot.Markish[];
}

const LINE = 18;
const GAP = 18;
const SIGN_WIDTH = 16;

/** Lays a legend out in lines of at most `width` pixels, from the left edge of a picture whose frame begins at `marginLeft`. */
export function chartLegend(
  entries: readonly LegendEntry[],
  { width, marginLeft }: { readonly width: number; readonly marginLeft: number },
): ChartLegend {
  let line = 0;
  let x = 0;
  const placed = entries.map((entry) => {
    const needed = SIGN_WIDTH + textWidth([entry.text]) + GAP;
    if (x > 0 && x + needed > width) {
      line++;
      x = 0;
    }
    const at = { ...entry, dx: x - marginLeft, line };
    x += needed;
    return at;
  });
  const height = entries.length === 0 ? 0 : (line + 1) * LINE + 4;
  return {
    height,
    marks: placed.flatMap(({ text, color, sign, dx, line }) => {
      const place = {
        frameAnchor: "top-left",
        textAnchor: "start",
        lineAnchor: "top",
        dy: line * LINE - height,
      } as const;
      return [
        Plot.text([sign], { ...place, text: [sign], dx, fill: color, fontSize: 13, fontWeight: 700 }),
        Plot.text([text], { ...place, text: [text], dx: dx + SIGN_WIDTH }),
      ];
    }),
  };
}
