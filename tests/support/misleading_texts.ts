import fc from "fast-check";

/** Pieces that rules look at twice: labels without values, numbers, brackets, words that begin a pattern. */
const FRAGMENTS = [
  ..."( [ a : - . , / | $ # @ * \n 1 \t 🙂 𝗮 a:a: a\n \n\n 1- $1- || // => [] () ** a.b.c a-1- #1".split(" "),
  ..."a ¦1 ¦$1 - ¦1 x ¦1x1.5h ¦9-10pm ¦5pm ¦mon ¦mon/tue/¦mon-fri ¦asap ¦first week of ¦jan ¦ - ¦ / ".split(
    "¦",
  ),
  ..."\n- ¦1) ¦a. ¦a, ¦a; ¦code ¦code: A123\n¦case 1¦rate: ¦location: x, ¦level: sec 3\n¦sec 3 math\n".split(
    "¦",
  ),
  ..."p5 math @ ¦tutor ¦need a tutor for ¦no. of ¦subject ¦ is ¦start ¦near a mrt ¦nearest mrt: ".split("¦"),
  ..."x or y and z mrt ¦5 min walk ¦blk 1 ¦road ¦560123 ¦S(¦(s) ¦singapore ¦$30-40/hr ¦PT $30, ".split("¦"),
  ..."40/h ¦once a week ¦weekly ¦apply now\n¦https://a.b/¦whatsapp ¦online ¦and f2f ".split("¦"),
  `${"a".repeat(60)} `,
  `${"9".repeat(30)} `,
  `${"(".repeat(30)}${")".repeat(30)}`,
];
const OPENINGS = ["", "Rate: ", "Location: ", "Timing: ", "P5 Math @ ", "Code: ", "Remarks: ", "Start: "];

/** A text made to mislead patterns, and what it repeats. */
export interface MisleadingText {
  readonly text: string;
  readonly repeats: string;
}

/** Texts of `length` units that repeat up to four of the fragments after one of the openings; the same for a seed. */
export function misleadingTexts(
  { length, count, seed }: { length: number; count: number; seed: number },
): MisleadingText[] {
  const arbitrary = fc.tuple(
    fc.constantFrom(...OPENINGS),
    fc.array(fc.constantFrom(...FRAGMENTS), { minLength: 1, maxLength: 4 }),
  );
  const alone = FRAGMENTS.map((fragment): [string, string[]] => ["P5 Math @ ", [fragment]]);
  return [...alone, ...fc.sample(arbitrary, { seed, numRuns: count })].slice(0, count).map(
    ([opening, fragments]) => {
      const unit = fragments.join("") || " ";
      return {
        text: (opening + unit.repeat(Math.ceil(length / unit.length))).slice(0, length),
        repeats: `${opening}${unit}`,
      };
    },
  );
}
