import { UserError } from "../../core/errors.ts";
import type { Field } from "../../schema/field_paths.ts";
import { levenshteinDistance } from "../../stats/levenshtein_distance.ts";
import { GATE_REQUIREMENTS, type GateRequirement } from "./gate_schema.ts";

/** All labelled fields together, in place of a field. */
export const MACRO = "macro";
const OF_MACRO: readonly GateRequirement[] = ["better", "not_worse", "alike"];
const OF_UNLABELLED: readonly GateRequirement[] = ["fills_more", "fills_not_less", "alike"];
const NAMES_SHOWN = 3;

type GateField = Pick<Field, "path" | "isScored">;

/** What a field, or `macro`, has to be. */
export interface GateRule {
  readonly target: string;
  readonly requirement: GateRequirement;
}

/**
 * Reads what `--gate` says: rules such as `rate.min:not_worse`, with commas between them.
 *
 * @param fields Those of the domain.
 * @throws {UserError} If a rule is none, its field or requirement is unknown, or labels are to decide on a field that has none.
 */
export function parseGate(text: string, fields: readonly GateField[]): GateRule[] {
  return text.split(",").map((part) => parseRule(part.trim(), fields));
}

function parseRule(rule: string, fields: readonly GateField[]): GateRule {
  const refuse = (found: string) => new UserError(`Cannot read the rule "${rule}" of the gate: ${found}`);
  const [target = "", wanted = "", ...rest] = rule.split(":").map((part) => part.trim());
  if (target === "" || wanted === "" || rest.length > 0) {
    throw refuse(`it is not a field and a requirement with a colon between; write "rate.min:not_worse"`);
  }
  const field = fields.find(({ path }) => path === target);
  if (target !== MACRO && field === undefined) {
    throw refuse(
      `no field is called "${target}"; ${suggest(target, [...fields.map(({ path }) => path), MACRO])}`,
    );
  }
  const requirement = GATE_REQUIREMENTS.find((name) => name === wanted);
  const known = target === MACRO ? OF_MACRO : GATE_REQUIREMENTS;
  if (requirement === undefined || !known.includes(requirement)) {
    throw refuse(
      `"${wanted}" is no requirement of ${target === MACRO ? MACRO : "a field"}; known are ${
        known.join(", ")
      }`,
    );
  }
  if (field?.isScored === false && !OF_UNLABELLED.includes(requirement)) {
    throw refuse(
      `${target} is not labelled, so that no label can decide; ask ${OF_UNLABELLED.join(", ")} of it`,
    );
  }
  return { target, requirement };
}

/** The nearest names, those first that begin with or hold what was written; all where none is near. */
function suggest(written: string, names: readonly string[]): string {
  const typed = written.toLowerCase();
  const near = names.map((name) => {
    const place = name.indexOf(typed);
    return { name, rank: place < 0 ? 2 : Math.min(place, 1), distance: distanceOf(typed, name) };
  })
    .filter(({ name, rank, distance }) => rank < 2 || distance <= name.length / 2)
    .toSorted((one, other) => one.rank - other.rank || one.distance - other.distance)
    .slice(0, NAMES_SHOWN).map(({ name }) => name);
  return near.length > 0 ? `the nearest are ${near.join(", ")}` : `the fields are ${names.join(", ")}`;
}

/** Of a path or of what follows its point: `min` is near `rate.min`. */
function distanceOf(written: string, path: string): number {
  return Math.min(
    levenshteinDistance(written, path),
    1 + levenshteinDistance(written, path.slice(path.lastIndexOf(".") + 1)),
  );
}
