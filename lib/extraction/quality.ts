import type { Violation } from "../schema/extraction_meta.ts";
import type { Domain } from "./domain.ts";
import { isObject, valueAt } from "./value_at.ts";

/**
 * How much of what matters an item tells: the share of the domain's key facts that are known, from 0 to 1. A fact is known if one of its
 * fields is filled and no check objects to that field, to a part of it or to what it is a part of. So one more fact never lowers it, one
 * more violation never raises it, and it says nothing of whether the facts are true.
 */
export function computeQuality<Fields extends object>(
  { keyFacts }: Pick<Domain<Fields>, "keyFacts">,
  fields: Fields,
  violations: readonly Violation[],
): number {
  const isKnown = (path: string) =>
    isFilled(valueAt(fields, path.split("."))) && !violations.some(({ field }) => isRelated(field, path));
  const known = keyFacts.filter((paths) => paths.some(isKnown)).length;
  return Math.round(known / keyFacts.length * 1000) / 1000;
}

function isFilled(value: unknown): boolean {
  return isObject(value)
    ? Object.values(value).some(isFilled)
    : value !== null && value !== undefined && value !== "";
}

function isRelated(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}
