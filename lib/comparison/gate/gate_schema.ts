import * as z from "zod";

/** What a gate may ask of a field, or over all labelled fields (`macro`). */
export const GATE_REQUIREMENTS = ["better", "not_worse", "fills_more", "fills_not_less", "alike"] as const;
export type GateRequirement = typeof GATE_REQUIREMENTS[number];

export const GateSchema = z.strictObject({
  /** Points that B may lose in `not_worse`, by labels, and in `fills_not_less`, of coverage. */
  label_margin: z.number().positive(),
  coverage_margin: z.number().positive(),
  rules: z.array(z.strictObject({
    /** As it was asked, such as `rate.min:not_worse`. */
    rule: z.string(),
    result: z.enum(["passed", "failed", "undecided"]),
    /** Whether the result is `passed`: what is undecided does not pass. */
    passed: z.boolean(),
    /** The result, the figures that it rests on, over how much, and what is missing where it is undecided. */
    reason: z.string(),
  })),
  /** Whether every rule passed. */
  passed: z.boolean(),
});
export type Gate = z.infer<typeof GateSchema>;
