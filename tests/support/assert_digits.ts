import assert from "node:assert/strict";

/** Asserts that a figure agrees with a reference to so many significant digits; where the reference is 0, after the point. */
export function assertDigits(actual: number, reference: number, digits: number): void {
  const error = Math.abs(actual - reference) / (reference === 0 ? 1 : Math.abs(reference));
  assert.ok(
    actual === reference || error < 0.5 * 10 ** (1 - digits),
    `${actual} is not ${reference} to ${digits} digits`,
  );
}
